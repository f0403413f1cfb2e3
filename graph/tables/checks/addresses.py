"""Addresses: what the tables cite is on a host that any reader can ask."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from yuqiao.graph.tables.checks.faults import FactIndex, Fault

_OWN_NETWORKS = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".invalid")
"""Names that each network gives to hosts of its own, or that are given to none (RFC 6761, 6762,
8375)."""

_EXAMPLES = re.compile(r"(?:.*\.)?example(?:\.(?:com|net|org))?")  # RFC 2606
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")


def addresses_of_one_network(facts: FactIndex) -> Iterator[Fault]:
    """Find addresses that are not the same for every reader, or that hold a password."""
    for statement in facts.sound():
        if statement.column.datatype == "anyURI":
            expected = unreachable_address(statement.written)
            if expected:
                yield Fault((statement,), f"{statement.written!r}: expected {expected}")


def doubtful_addresses(facts: FactIndex) -> Iterator[str]:
    """Yield a note for each address that any reader can ask, but that can hardly be meant."""
    for statement in facts.sound():
        if statement.column.datatype != "anyURI":
            continue
        host = _host(statement.written) or ""
        if _EXAMPLES.fullmatch(host):
            yield (
                f"{statement.cell}: {statement.written!r}: {host} is a name for examples; expected"
                " the address of the source"
            )
        elif _number_of(host) is not None:
            yield (
                f"{statement.cell}: {statement.written!r}: {host} is a number, which may be that"
                " of another host tomorrow; expected its name"
            )


def unreachable_address(address: str) -> str | None:
    """Return what was expected of an address that no other reader can use, or None.

    >>> unreachable_address("http://10.0.0.7/"), unreachable_address("https://me:secret@www.cqu.edu.cn/")
    ('the address of a public host', 'an address without a password')
    >>> unreachable_address("https://www.cqu.edu.cn/"), unreachable_address("http://218.70.65.72:8080/")
    (None, None)
    """
    host = _host(address)
    if host is None:
        return "an address with the name of a host"
    if "@" in urlsplit(address).netloc:
        return "an address without a password"
    number = _number_of(host)
    if number is None:
        has_number = _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
        is_public = "." in host and not has_number and not host.endswith(_OWN_NETWORKS)
    else:
        is_public = number.is_global and not number.is_multicast
    return None if is_public or _EXAMPLES.fullmatch(host) else "the address of a public host"


def _host(address: str) -> str | None:
    """Return the host of an address, as it is compared; None when there is none."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return unquote(host).lower().rstrip(".") or None if host else None


def _number_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the number that a host is named by, in any of its forms; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if not all(map(_NUMBER.fullmatch, host.split("."))):
        return None
    try:
        return ipaddress.ip_address(socket.inet_aton(host))  # such as 127.1 or 0x7f000001
    except OSError:
        return None
