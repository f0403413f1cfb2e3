"""HTTP requests to an endpoint: authentication, retries and redirects.

Queries are sent as "POST with URL-encoded parameters" (https://www.w3.org/TR/sparql11-protocol/),
which appears in no log and has no limit of length; with GET to a server that refuses POST.
"""

from __future__ import annotations

import os
import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from yuqiao.graph.errors import EndpointError
from yuqiao.graph.stores.endpoint.credentials import find_credentials
from yuqiao.graph.stores.endpoint.errors import (
    CONNECT_SECONDS,
    nobody_took_it,
    own_message,
    refusal,
    reject_page,
    unreachable,
    wait_before_trying_again,
)
from yuqiao.graph.stores.endpoint.urls import endpoint_address, is_loopback, is_same_origin, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

_PAUSES = (0.25, 1.0, None)  # seconds after the first and the second try; the third is the last
_MOVED = {301, 302, 307, 308}
_SEE_OTHER = 303  # the answer itself is elsewhere, and asked for with GET
_NO_POST = {405, 415, 501}
_MOST_MOVES = 5


class Connection:
    """A connection to a SPARQL endpoint.

    :param url: its address, http or https
    :raises yuqiao.graph.errors.InputError: when it is not an address, or contains a password

    >>> Connection("https://example.org/sparql?key=secret").address
    'https://example.org/sparql?…'
    """

    def __init__(self, url: str) -> None:
        self._url = endpoint_address(url)
        self.address = shown(url)  # for messages
        self._search = find_credentials(self._url)
        self._auth: httpx.Auth | Callable[[httpx.Request], httpx.Request] | None = None
        self._client: httpx.Client | None = None
        self._by_get = False  # whether the server has refused POST
        self._process = 0  # the client's owner: two processes must not share a connection

    def query(self, sparql: str, accept: str, default_graph: str | None = None) -> httpx.Response:
        """Send a query, and return the response when its body begins to arrive.

        A query only reads, so it may be sent again: twice at most, and only when no server took it
        (connection refused, or lost before a byte came back) or the server asks to retry later
        (429, 502, 503). It is not sent again after a timeout, when the server may still be working
        on it, nor once the response has begun.

        :param default_graph: the IRI of the graph to query, if not the endpoint's own choice
        :raises yuqiao.graph.stores.endpoint.errors.QueryRejectedError: when the query is invalid
        :raises EndpointError: when it cannot be reached, rejects the query, or returns a web page
        """
        form = {"query": sparql}
        if default_graph is not None:
            form["default-graph-uri"] = default_graph
        for pause in _PAUSES:
            answer = self._send(form, accept, last=pause is None)
            if answer is None:
                wait = pause
            elif answer.status_code == 200:
                reject_page(self._url, answer)
                return answer
            else:
                words = own_message(answer, self._search)
                wait = wait_before_trying_again(answer, words, pause)
                if wait is None:
                    raise refusal(self._url, answer, words, self._search)
            time.sleep(wait or 0)
        raise AssertionError("the last try gives an answer or an error")

    @contextmanager
    def secrets_hidden(self) -> Iterator[None]:
        """Remove the credentials that were sent from every error, whatever the server wrote.

        :raises EndpointError: as the block, with a message that can be shown
        """
        try:
            yield
        except EndpointError as error:
            found = self._search.found
            if found is None:
                raise
            text = found.hide_in(str(error))
            if found.repeated_in(text):
                text = (
                    f"{self.address}: its answer repeats the secret it was sent, and is not shown"
                )
            elif text == str(error) and not found.repeated_in(str(error.__cause__)):
                raise
            raise type(error)(text) from None

    def _send(self, form: dict[str, str], accept: str, *, last: bool) -> httpx.Response | None:
        """Send a query once; None when no server took it and it may be sent again."""
        import httpx

        try:
            answer = self._answered(form, accept)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
            if not last and nobody_took_it(error):
                return None
            raise unreachable(self._url, error) from error
        if answer.status_code == 401 and self._takes_up(answer):
            answer.close()
            return self._send(form, accept, last=last)
        return answer

    def _answered(self, form: dict[str, str], accept: str) -> httpx.Response:
        """Send a query with POST, or with GET to a server that refuses that."""
        url = self._url.geturl()
        if not self._by_get:
            answer = self._followed(self._post(url, form, accept), form, accept)
            if answer.status_code not in _NO_POST:
                return answer
            answer.close()
        answer = self._followed(self._get(url, accept, form), form, accept)
        self._by_get = answer.status_code == 200
        return answer

    def _post(self, url: str, form: dict[str, str], accept: str) -> httpx.Response:
        return self._sent("POST", url, accept, data=form)

    def _get(self, url: str, accept: str, form: dict[str, str] | None = None) -> httpx.Response:
        parameters = f"{'&' if '?' in url else '?'}{urlencode(form)}" if form else ""
        return self._sent("GET", url + parameters, accept)

    def _sent(
        self, method: str, url: str, accept: str, data: dict[str, str] | None = None
    ) -> httpx.Response:
        client = self._opened()
        request = client.build_request(method, url, data=data, headers={"Accept": accept})
        answer = client.send(request, stream=True, auth=self._auth)
        answer.extensions["connection"] = self  # which is closed with its last user
        return answer

    def _opened(self) -> httpx.Client:
        from importlib.metadata import version

        import httpx

        if self._client is None or self._process != os.getpid():
            secure = self._url.scheme.lower() == "https"
            on_this_machine = is_loopback(self._url.hostname or "")
            self._client = httpx.Client(
                headers={"User-Agent": f"yuqiao/{version('yuqiao')}", "Accept-Encoding": "gzip"},
                timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
                # With a transport of its own it uses no proxy from the environment: a secret
                # that may go unencrypted to this very machine must not leave it. Loading no
                # certificates, which only https needs, also saves 0.1 s there.
                transport=httpx.HTTPTransport(verify=secure) if on_this_machine else None,
            )
            self._process = os.getpid()
            self._auth = self._auth or self._first_auth()
            weakref.finalize(self, self._client.close)
        return self._client

    def _first_auth(self) -> httpx.Auth | Callable[[httpx.Request], httpx.Request] | None:
        import httpx

        found = self._search.found
        if found is None or not found.token:
            return httpx.BasicAuth(found.user, found.password) if found else None

        def bear(request: httpx.Request) -> httpx.Request:
            request.headers["Authorization"] = f"Bearer {found.token}"
            return request

        return bear

    def _takes_up(self, answer: httpx.Response) -> bool:
        """Switch to Digest where the server does not accept Basic; return whether that is new.

        Virtuoso demands Digest, but only when no credentials were sent, as at first here.
        """
        import httpx

        found = self._search.found
        challenge = answer.headers.get("www-authenticate", "").lower()
        if isinstance(self._auth, httpx.DigestAuth) or challenge.startswith("basic"):
            return False
        if found is None or found.token:
            return False
        self._auth = httpx.DigestAuth(found.user, found.password)
        return True

    def _followed(
        self, answer: httpx.Response, form: dict[str, str], accept: str
    ) -> httpx.Response:
        """Follow the endpoint to its new address, on the same host and without credentials.

        :raises EndpointError: when it redirects elsewhere, or too often
        """
        for _ in range(_MOST_MOVES):
            status = answer.status_code
            if status not in {*_MOVED, _SEE_OTHER} or "location" not in answer.headers:
                return answer
            answer.close()
            target = urljoin(str(answer.url), answer.headers["location"])
            if self._search.found is not None or not is_same_origin(str(answer.url), target):
                raise EndpointError(
                    f"{self.address}: the endpoint points to {shown(target)} "
                    f"({answer.status_code}), where the query is not sent; if you trust it, give "
                    "that address instead"
                )
            if status == _SEE_OTHER:
                answer = self._get(target, accept)
            elif answer.request.method == "GET":
                answer = self._get(target, accept, None if urlsplit(target).query else form)
            else:
                answer = self._post(target, form, accept)
        answer.close()
        raise EndpointError(f"{self.address}: the endpoint points from one address to the next")
