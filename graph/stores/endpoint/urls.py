"""Addresses of endpoints: which are accepted, how they are shown, and which are the same server."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from yuqiao.graph.errors import InputError
from yuqiao.graph.messages import printable

if TYPE_CHECKING:
    from urllib.parse import SplitResult


def shown(url: str) -> str:
    """Return an address for a message: without a password or a key that it may contain.

    >>> shown("https://li:secret@example.org/sparql?key=secret")
    'https://example.org/sparql?…'
    """
    url = re.sub(r"^([A-Za-z][\w+.-]*:/*)[^/?#]*@", r"\1", url)
    url = printable(url).partition("#")[0]
    path, question, _ = url.partition("?")
    return f"{path}?…" if question else path


def endpoint_address(url: str) -> SplitResult:
    """Parse an address into its parts.

    :raises InputError: when it is no address, or contains a user or a password

    >>> endpoint_address("http://li:secret@example.org/sparql")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.InputError: http://example.org/sparql: a user or password in the address ...
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        reason = str(error).partition(" as ")[0]  # the rest may quote a password
        raise InputError(f"{shown(url)}: not an address of a SPARQL endpoint: {reason}") from None
    if "@" in parts.netloc:
        raise InputError(
            f"{shown(url)}: a user or password in the address is not taken, as others could read "
            f"it; set YUQIAO_AUTH_HOST to {host} with YUQIAO_USER and YUQIAO_PASSWORD, or with "
            "YUQIAO_TOKEN, or put them into ~/.netrc"
        )
    if not host or port == 0:
        raise InputError(f"{shown(url)}: not an address of a SPARQL endpoint: it names no host")
    return urlsplit(urlunsplit(parts._replace(fragment="")))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("example.org")
    (True, True, False)
    """
    from ipaddress import ip_address

    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_same_origin(here: str, there: str) -> bool:
    """Return whether an address is on the same host and port as another, by the same protocol.

    >>> is_same_origin("https://example.org/sparql", "https://example.org/query")
    True
    >>> is_same_origin("https://example.org/sparql", "http://example.org/sparql")
    False
    """
    with suppress(ValueError):
        old, new = urlsplit(here), urlsplit(there)
        where = (old.scheme, old.hostname, old.port) == (new.scheme, new.hostname, new.port)
        return where and "@" not in new.netloc
    return False
