"""What is asked of every request, and what every response says: hosts, origins, policies."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from yuqiao.web.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ASKED_BY_POST = ("/sparql", "/sparql/", "/reconcile", "/reconcile/en", "/reconcile/zh")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityMiddleware:
    """Serves only requests for this server, changes nothing for pages of others, and sets headers.

    A page of another site can have a browser send requests here (DNS rebinding, forms): the Host
    header tells that the name was not ours, the Origin header that the page was not.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = {host.lower() for host in (*settings.hosts, settings.host)}
        if settings.host in LOOPBACK or not settings.hosts:
            self._hosts |= LOOPBACK
        self._origins = set(settings.origins)
        self._root = settings.root_path
        self._is_behind_proxy = bool(settings.hosts)
        self._any_host = settings.host in {"0.0.0.0", "::"} and not settings.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._as_asked(scope)
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        policy, cors = content_policy(nonce), self._cors(Headers(scope=scope))
        has_two_lengths = {"content-length", "transfer-encoding"} <= set(Headers(scope=scope))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("X-Frame-Options", "DENY")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                headers.update(cors)
                if "*" not in self._origins:
                    headers.add_vary_header("Origin")
                if has_two_lengths:
                    headers["Connection"] = "close"  # RFC 9112, section 6.1
            await send(message)

        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal:
            await PlainTextResponse(refusal, 403)(scope, receive, with_headers)
        elif _is_preflight(scope, Headers(scope=scope)):
            await Response(status_code=204)(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)

    def _as_asked(self, scope: Scope) -> Scope:
        """Return a request at the address that its client used, before a proxy changed it."""
        asked = dict(scope)
        if self._root:
            asked |= {"root_path": self._root, "path": self._root + scope["path"]}
        scheme = Headers(scope=scope).get("x-forwarded-proto")
        if self._is_behind_proxy and scheme in {"http", "https"}:
            asked["scheme"] = scheme
        return asked

    def _refusal(self, scope: Scope, headers: Headers) -> str:
        if not self._any_host and not self._is_ours(scope, _name_of(headers.get("host", ""))):
            return "this server is not known by that name (Host header)\n"
        asks_only = scope["method"] in _SAFE_METHODS or scope["path"].endswith(_ASKED_BY_POST)
        if not asks_only and is_foreign(headers):
            return "a page of another site may change nothing here (Origin header)\n"
        return ""

    def _is_ours(self, scope: Scope, name: str) -> bool:
        """Return whether a name is that of this server; on this machine ``localhost`` always is.

        A container's own look at its health asks there.
        """
        client = (scope.get("client") or ("",))[0]
        return name in self._hosts or (name in LOOPBACK and client in LOOPBACK)

    def _cors(self, headers: Headers) -> dict[str, str]:
        """Return what lets pages of other sites read answers, if they may."""
        origin = headers.get("origin", "")
        if not origin or not {"*", origin} & self._origins:
            return {}
        return {
            "Access-Control-Allow-Origin": "*" if "*" in self._origins else origin,
            "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Expose-Headers": "ETag, Retry-After",
            "Access-Control-Max-Age": "86400",
        }


def is_foreign(headers: Headers) -> bool:
    """Return whether a page of another site has the browser send a request."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "cross-site"
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    return scope["method"] == "OPTIONS" and "access-control-request-method" in headers


def _name_of(host: str) -> str:
    """Return the name in a Host header, without its port; nothing for one that is not valid.

    >>> _name_of("LocalHost:7878"), _name_of("[::1]:80"), _name_of("a@b")
    ('localhost', '::1', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    whole = parts.netloc == host and not {"@", "/", "?", "#"} & set(host)
    return (parts.hostname or "") if whole else ""


def content_policy(nonce: str) -> str:
    """Return the Content-Security-Policy of a page, whose own scripts and styles show the nonce."""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
