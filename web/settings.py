"""What the person who starts the server decides."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """The settings of a server.

    :param host: the address it listens on
    :param port: the port it listens on; 0 for any that is free
    :param root_path: the path under which a proxy in front publishes it, such as ``/graph``
    :param hosts: further values of the Host header that are served, such as a proxy's
    :param timeout: the most seconds a query may take
    :param memory: the most bytes a query may need, beside the graph itself
    :param workers: how many queries are answered at once
    :param queue: how many requests may wait for a worker; those beyond are told to come again
    :param row_limit: the most rows that a page shows; answers in a format have them all
    :param allow_hosts: hosts that SERVICE may call
    :param origins: the origins whose pages may read; ``*`` for all
    :param writable: whether updates are taken, with the token
    :param token: what a request that changes the graph has to show
    :param access_log: whether each request is logged
    :param log_json: whether the log is one JSON object a line
    :param earlier: an earlier edition of the graph, with which it is compared
    :param lang: the language of pages where the browser asks for none that there is
    """

    host: str = "127.0.0.1"
    port: int = 7878
    root_path: str = ""
    hosts: tuple[str, ...] = ()
    timeout: float = 30.0
    memory: int = 2**30
    workers: int = 2
    queue: int = 32
    row_limit: int = 1000
    allow_hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    writable: bool = False
    token: str = field(default="", repr=False)
    access_log: bool = False
    log_json: bool = False
    earlier: str | None = None
    lang: str = "en"
