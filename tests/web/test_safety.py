"""What a server refuses and never tells; what the data can do to a page: nothing."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

from hostile_strings import cases, hostile_register
from web_application import TOKEN, client_of
from yuqiao.web.settings import Settings
from yuqiao.web.source import Source
from yuqiao.web.workers.frames import WorkerFailure

HTML = {"Accept": "text/html"}
NEVER = {"iframe", "object", "embed", "base", "style", "img", "video", "math", "template"}
HARMLESS = {"http", "https", "mailto", "data"}
PARAMETERS = [
    "/search?q={}",
    "/questions/partnerships-for-industry?industry={}",
    "/resource?iri={}",
    "/compare?a={}&b=o:swu",
    "/check?q={}",
    "/{}",
]
STRINGS = [
    case.text for kind in ("label", "heading", "literal", "iri", "refused") for case in cases(kind)
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "register.ttl").write_text(hostile_register(), "utf-8")
    settings = Settings(workers=1, token=TOKEN)
    with client_of(Source(str(folder / "register.ttl")), settings) as client:
        yield client


def dangers(page: str) -> list[str]:
    """Return the elements and attributes of a page that could do more than show text."""
    root = LexborHTMLParser(page).root
    assert root is not None
    return [danger for each in root.traverse() for danger in _dangers_of(each)]


def _dangers_of(element: LexborNode) -> Iterator[str]:
    name, attributes = element.tag or "", element.attributes
    if name in NEVER:
        yield name
    kind = attributes.get("type")
    if name == "script" and kind != "application/ld+json" and not attributes.get("src"):
        yield "script"
    for attribute, value in attributes.items():
        if attribute.startswith("on") or attribute in {"style", "srcdoc"}:
            yield f"{name} {attribute}"
        is_address = attribute.rpartition(":")[2] in {"href", "src", "action", "formaction"}
        scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)
        if is_address and scheme and scheme[1].lower() not in HARMLESS:
            yield f"{name} {attribute}={value}"


def test_a_danger_would_be_found() -> None:
    page = (
        "<p onclick=x>a<img src=x><svg><a xlink:href='javascript:x'><style>b</style></svg>"
        "<script>x</script><a href=' JavaScript:x'>b</a><template><img></template>"
    )

    assert dangers(page) == [
        *("p onclick", "img", "a xlink:href=javascript:x", "style"),
        *("script", "a href= JavaScript:x", "template"),
    ]


def test_the_corpus_is_large() -> None:
    assert len(STRINGS) >= 400


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "path"), list(enumerate(PARAMETERS)))
def test_no_parameter_becomes_markup(hostile: TestClient, turn: int, path: str) -> None:
    for text in STRINGS[turn :: len(PARAMETERS)]:
        page = hostile.get(path.format(quote(text[:2000], errors="replace")), headers=HTML)
        assert page.status_code < 500, text
        assert dangers(page.text) == [], text


@pytest.mark.slow
def test_no_name_or_value_becomes_markup(hostile: TestClient) -> None:
    number = len(cases("label"))
    paths = [
        f"/id/{kind}{n}" for n in range(number) for kind in ("organisation/school", "partnership/p")
    ]
    asked = ("/search?q=alias", "/findings", "/questions/partnerships-by-school")
    for path in ["/", "/browse/school", *asked, *paths]:
        page = hostile.get(path, headers=HTML)
        assert page.status_code == 200, path
        assert dangers(page.text) == [], path


@pytest.mark.slow
def test_every_page_has_a_strict_policy(client: TestClient) -> None:
    headers = client.get("/", headers=HTML).headers
    policy = dict(
        each.strip().partition(" ")[::2] for each in headers["content-security-policy"].split(";")
    )

    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{22}'", policy["script-src"])
    assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    again = client.get("/", headers=HTML).headers["content-security-policy"]
    assert again != headers["content-security-policy"], "a nonce is used once"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7878", 200),
        ("localhost", 200),
        ("[::1]:7878", 200),
        ("evil.example", 403),
        ("evil.example:7878", 403),
        ("127.0.0.1.evil.example", 403),
        ("127.0.0.1@evil.example", 403),
        ("", 403),
    ],
)
def test_a_name_that_is_not_ours_is_refused(client: TestClient, host: str, status: int) -> None:
    asked = client.get("/static/application.css", headers={"Host": host})

    assert asked.status_code == status


def test_a_proxy_is_trusted_by_name() -> None:
    settings = Settings(workers=1, hosts=("graph.example.edu",), host="0.0.0.0")
    with client_of(Source(), settings) as client:
        known = client.get("/questions/", headers={"Host": "graph.example.edu"})
        unknown = client.get("/questions/", headers={"Host": "other.example"})

    assert (known.status_code, unknown.status_code) == (200, 403)


def test_a_body_that_is_too_large_is_not_read(client: TestClient) -> None:
    body = b"ASK {}" + b" " * 17_000_000
    answer = client.post(
        "/sparql", content=body, headers={"Content-Type": "application/sparql-query"}
    )

    assert answer.status_code == 413


@pytest.mark.slow
def test_no_answer_tells_where_the_graph_lies(tmp_path: Path) -> None:
    from yuqiao.graph.stores.disk.bulk_load import bulk_load

    (tmp_path / "a.ttl").write_text("<http://a> <http://b> 1 .")
    folder = tmp_path / "secret" / "store"
    folder.parent.mkdir()
    bulk_load([str(tmp_path / "a.ttl")], str(folder))
    with client_of(Source(str(folder)), Settings(workers=1)) as client:
        home = client.get("/", headers=HTML)
        for table in folder.glob("generation-*/*"):
            table.write_bytes(b"")
        client.portal.call(client.app.state.workers.reload)  # type: ignore[union-attr,attr-defined,call-arg]
        failed = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})

    assert "secret" not in home.text + failed.text
    assert failed.status_code == 500
    assert failed.text.startswith("store/generation-000001/")


def test_service_reaches_no_host_that_is_not_allowed(client: TestClient) -> None:
    query = "SELECT * { SERVICE <http://169.254.169.254/latest> { ?s ?p ?o } }"
    answer = client.get("/sparql", params={"query": query})

    assert answer.status_code == 400
    assert "169.254.169.254" in answer.text


def test_a_mistake_in_a_worker_reaches_the_log_with_its_traceback(hostile: TestClient) -> None:
    workers = hostile.app.state.workers  # type: ignore[attr-defined]
    assert hostile.portal is not None

    with pytest.raises(WorkerFailure, match="TypeError: 'ServedGraph' object is not subscriptable"):
        hostile.portal.call(workers.run, operator.getitem, 1)
