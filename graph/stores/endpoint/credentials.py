"""Credentials for an endpoint: read from the environment or netrc, and sent to one host only.

They are never accepted on the command line, where every user of the machine can read them, and
never shown: neither in a message nor in the ``repr`` of an object.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from yuqiao.graph.errors import InputError
from yuqiao.graph.stores.endpoint.urls import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

_HOST = "YUQIAO_AUTH_HOST"
_USER, _PASSWORD, _TOKEN = "YUQIAO_USER", "YUQIAO_PASSWORD", "YUQIAO_TOKEN"
_PART = 6  # consecutive characters of a secret that must not be shown
_LEAST = 4  # shortest secret that is distinguished from ordinary words
_ESCAPE = re.compile(r"\\(?:u00|x)([0-9A-Fa-f]{2})")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a token.

    :param source: their source, for messages

    >>> Credentials("the environment", user="li", password="secret")
    Credentials(source='the environment')
    """

    source: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def hide_in(self, text: str) -> str:
        """Return a text, such as a server's own message, without the secrets.

        >>> Credentials("netrc", user="li", password="secret").hide_in("li:secret is not known")
        'li:… is not known'
        """
        for secret in self._secrets():
            text = text.replace(secret, "…")
        return text

    def repeated_in(self, text: str) -> bool:
        """Return whether a text repeats a secret, or six characters of it, however disguised.

        Case, width, separators, markup, percent-encoding, escapes, hexadecimal and Base64 make no
        difference, and neither does reading backwards.

        >>> Credentials("netrc", token="s3cretT0ken").repeated_in("you sent s3c<b>RETT0</b>KEN")
        True
        """
        found = _letters(text)
        written = [*self._secrets(), *(each.encode().hex() for each in self._secrets())]
        written += [b64encode(each.encode()).decode().rstrip("=") for each in self._secrets()]
        for secret in map(_letters, written):
            for way in (secret, secret[::-1]):
                parts = [way[at : at + _PART] for at in range(max(1, len(way) - _PART + 1))]
                if len(way) >= _LEAST and any(part in found for part in parts):
                    return True
        return False

    def _secrets(self) -> list[str]:
        basic = b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        return [secret for secret in (self.token, basic, self.password) if secret]


def _letters(text: str) -> str:
    """Return the letters and digits of a text, without markup and encodings."""
    text = unescape(unquote(unquote(text)))
    text = normalize("NFKC", _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    return "".join(filter(str.isalnum, re.sub(r"<[^>]*>", "", text).casefold()))


@dataclass(frozen=True)
class CredentialSearch:
    """The result of a search for credentials.

    :param found: None when there are none for the host
    :param looked: the places searched and what they contained, for a message
    """

    found: Credentials | None
    looked: str


def find_credentials(
    url: SplitResult, environment: Mapping[str, str] | None = None
) -> CredentialSearch:
    """Find the credentials of an endpoint, in the environment and then in netrc.

    ``YUQIAO_USER`` with ``YUQIAO_PASSWORD``, or ``YUQIAO_TOKEN``, are for the host that
    ``YUQIAO_AUTH_HOST`` names and for no other. A netrc file (``NETRC``, or ``~/.netrc``) is read
    as curl does: whatever its mode, and skipped when it is missing or cannot be read. Its
    ``default`` entry is not used, as it would go to any host.

    :raises InputError: when the variables contradict each other, or would send a secret unencrypted

    >>> from urllib.parse import urlsplit
    >>> known = {"YUQIAO_AUTH_HOST": "example.org", "YUQIAO_TOKEN": "secret"}
    >>> find_credentials(urlsplit("https://example.org/sparql"), known).found
    Credentials(source='YUQIAO_TOKEN')
    """
    environment = os.environ if environment is None else environment
    found, looked = _from_environment(url, environment)
    if found is not None:
        return CredentialSearch(found, looked)
    found, also = _from_netrc(url, environment)
    return CredentialSearch(found, f"{looked}, and {also}")


def _from_environment(
    url: SplitResult, environment: Mapping[str, str]
) -> tuple[Credentials | None, str]:
    given = [name for name in (_USER, _PASSWORD, _TOKEN) if environment.get(name)]
    host = environment.get(_HOST, "")
    if not given:
        return None, f"{_USER} and {_TOKEN} are not set"
    if not host:
        raise InputError(
            f"{given[0]} is set, but not {_HOST}: set it to the host the secret is for, as host or "
            "host:port"
        )
    if not _names(host, url):
        return None, f"{_HOST} names another host ({host})"
    if given not in ([_USER, _PASSWORD], [_TOKEN]):
        raise InputError(
            f"{' and '.join(given)} set: expected {_USER} with {_PASSWORD}, or {_TOKEN} alone"
        )
    if not _goes_unseen(url):
        raise InputError(
            f"{given[-1]} would be sent unencrypted to {url.hostname}, and is not; use an https "
            "address"
        )
    user, password, token = (environment.get(name, "") for name in (_USER, _PASSWORD, _TOKEN))
    _reject_odd(user, token)
    return Credentials(
        " and ".join(given), user=user, password=password, token=token
    ), f"{_HOST} names it"


def _reject_odd(user: str, token: str) -> None:
    """Reject what a header cannot carry, with a message that does not show the secret."""
    if token and not re.fullmatch(r"[\x21-\x7e]+", token):
        raise InputError(f"{_TOKEN} holds a space, a line break or a letter beyond ASCII")
    if ":" in user or not user.isprintable():
        raise InputError(f"{_USER} holds a colon or a control character")


def _names(host: str, url: SplitResult) -> bool:
    """Return whether ``host`` or ``host:port`` is that of an address."""
    own = (url.hostname or "").lower()
    own = f"[{own}]" if ":" in own else own
    port = url.port or _PORTS[url.scheme.lower()]
    return host.strip().lower() in {own, f"{own}:{port}", own.strip("[]")}


def _goes_unseen(url: SplitResult) -> bool:
    return url.scheme.lower() == "https" or is_loopback(url.hostname or "")


def _from_netrc(url: SplitResult, environment: Mapping[str, str]) -> tuple[Credentials | None, str]:
    import netrc

    path = environment.get("NETRC") or os.path.join(os.path.expanduser("~"), ".netrc")
    host = url.hostname or ""
    try:
        hosts = netrc.netrc(path).hosts
    except FileNotFoundError:
        return None, f"there is no {path}"
    except OSError as error:
        return None, f"{path} cannot be read ({(error.strerror or 'no reason given').lower()})"
    except netrc.NetrcParseError:  # whose own message could contain a secret
        return None, f"{path} is not understood"
    except UnicodeDecodeError:
        return None, f"{path} is not text in UTF-8"
    if host not in hosts or host == "default":
        return None, f"{path} has no entry for {host}"
    if not _goes_unseen(url):
        return None, f"the entry for {host} in {path} is not sent unencrypted"
    login, account, password = hosts[host]
    return Credentials(path, user=login or account, password=password or ""), f"{path} has an entry"
