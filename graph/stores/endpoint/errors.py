"""Refusals and failures of endpoints, each reported as one clear line."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from yuqiao.graph.errors import EndpointError
from yuqiao.graph.sparql.server_messages import shortened
from yuqiao.graph.stores.endpoint.response import HEAD, Body, BrokenOffError, media_type
from yuqiao.graph.stores.endpoint.urls import is_loopback, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

    import httpx

    from yuqiao.graph.stores.endpoint.credentials import CredentialSearch

CONNECT_SECONDS = 10
"""Time limit for establishing a connection."""

_AGAIN = {429, 502, 503}  # not 504, a timeout: the query may still be running behind the gateway
_LONGEST_WAIT = 30.0  # longest Retry-After that is honoured, in seconds
_TOOK_TOO_LONG = re.compile(r"time[ds]?[ -]?out|cancel|interrupt|too long", re.IGNORECASE)


class QueryRejectedError(EndpointError):
    """The endpoint rejected the query itself (400 Bad Request)."""


class RowLimitError(EndpointError):
    """The endpoint has a row limit, and truncates the response there."""


def own_message(answer: httpx.Response, search: CredentialSearch) -> str:
    """Read a server's error message, without markup and secrets, and close the response.

    :return: the message after a colon and a space, or nothing
    """
    body = Body(answer)
    with suppress(BrokenOffError):
        while len(body.head) < HEAD and body.read(8192):
            pass
    answer.close()
    try:
        text = body.head.decode(answer.charset_encoding or "utf-8", "replace")
    except LookupError:  # an unknown charset
        text = body.head.decode("utf-8", "replace")
    return shortened(search.found.hide_in(text) if search.found else text)


def wait_before_trying_again(
    answer: httpx.Response, words: str, pause: float | None
) -> float | None:
    """Return the seconds until a query is sent again; None when it is not.

    It is not after a timeout of the server, which Fuseki reports with 503: it would run as long
    again.

    :param pause: the time to wait where the server names none; None for no further try
    """
    if pause is None or answer.status_code not in _AGAIN:
        return None
    asked = _retry_after(answer.headers.get("retry-after", ""))
    if asked is not None:
        return asked if asked <= _LONGEST_WAIT else None
    if answer.status_code != 429 and _TOOK_TOO_LONG.search(words):
        return None
    return pause


def _retry_after(text: str) -> float | None:
    """Parse a Retry-After header: seconds, or a date."""
    from email.utils import parsedate_to_datetime

    if text.strip().isdecimal():
        return float(text)
    with suppress(ValueError, TypeError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    return None


def refusal(
    url: SplitResult, answer: httpx.Response, words: str, search: CredentialSearch
) -> EndpointError:
    """Return the error for a response with a status other than 200."""
    address = shown(url.geturl())
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    if answer.status_code == 206:
        return EndpointError(
            f"{address}: would give only a part of the answer ({status}); ask for less, or in "
            "parts with LIMIT and OFFSET"
        )
    if answer.is_success:
        return EndpointError(f"{address}: answered {status}, without a result")
    said = f"{address}: the endpoint answered {status}{words}"
    if answer.status_code == 400:
        return QueryRejectedError(said)
    if answer.status_code not in {401, 403}:
        return EndpointError(said)
    if search.found is not None:
        return EndpointError(f"{said}; it was asked with the credentials of {search.found.source}")
    return EndpointError(
        f"{said}; it was asked without credentials ({search.looked}). Set YUQIAO_AUTH_HOST to "
        f"{url.hostname}, and YUQIAO_USER with YUQIAO_PASSWORD or YUQIAO_TOKEN."
    )


def reject_page(url: SplitResult, answer: httpx.Response) -> None:
    """Reject a web page, which is often found near an endpoint.

    :raises EndpointError: after closing the response
    """
    if media_type(answer) not in {"text/html", "application/xhtml+xml"}:
        return
    answer.close()
    raise EndpointError(
        f"{shown(url.geturl())}: answered with a web page, not with SPARQL results; is this the "
        "address of the endpoint itself?"
    )


def nobody_took_it(error: Exception) -> bool:
    """Return whether the connection was refused, or lost before a byte of the response came."""
    import httpx

    if isinstance(error, httpx.ConnectError):
        return any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error))
    if isinstance(error, httpx.RemoteProtocolError):
        return "without sending a response" in str(error)
    return isinstance(error, httpx.ReadError | httpx.WriteError)


def unreachable(url: SplitResult, error: Exception) -> EndpointError:
    """Return the error for an endpoint that could not be reached at all."""
    return EndpointError(
        f"{shown(url.geturl())}: taken for a SPARQL endpoint, but it cannot be asked: "
        f"{_why(error)}{_by_proxy(url)}"
    )


def _why(error: Exception) -> str:
    import socket
    import ssl

    import httpx

    for cause in _causes(error):
        if isinstance(cause, ConnectionRefusedError):
            return "nothing listens there (connection refused)"
        if isinstance(cause, socket.gaierror):
            return "there is no host of that name, or no way to look it up"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"its certificate is not trusted ({cause.verify_message}); SSL_CERT_FILE may name "
                "a file of others to trust"
            )
    if isinstance(error, OSError):  # not a network error, which httpx raises as its own
        return f"certificates cannot be loaded ({error.strerror}): see SSL_CERT_FILE, SSL_CERT_DIR"
    if isinstance(error, httpx.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS} seconds"
    if isinstance(error, httpx.ReadError | httpx.WriteError) or "without sending" in str(error):
        return "it closed the connection without an answer"
    return " ".join(str(error).split()) or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _by_proxy(url: SplitResult) -> str:
    from urllib.request import getproxies, proxy_bypass

    host = url.hostname or ""
    if is_loopback(host) or proxy_bypass(host) or not {url.scheme, "all"} & getproxies().keys():
        return ""
    return " (asked through the proxy that the environment names)"
