"""The application behind nginx, as the documentation describes it, and as systemd starts it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from web_servers import nginx
from yuqiao_servers import yuqiao_server

ROOT = Path(__file__).parents[2]
HTML = {"Accept": "text/html"}
PAGES = [
    *("", "questions/", "questions/partnerships-by-country?view=map", "search?q=xinan"),
    *("id/organisation/swu", "browse/school", "compare?a=o:swu&b=o:cqu", "check?q=SWU"),
    *("sparql", "explore", "network", "nothing"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the bundled graph under a path of nginx, with the rules in the documentation."""
    folder = tmp_path_factory.mktemp("proxy")
    text = (ROOT / "docs" / "serving.md").read_text("utf-8")
    (rules,) = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    options = ("--root-path", "/graph", "--trust-host", "127.0.0.1", "--workers", "1")
    with yuqiao_server(folder, *options) as server:
        port = urlsplit(server.address).port
        rules = rules.replace("127.0.0.1:7878", f"127.0.0.1:{port}")
        with nginx(folder, f"server {{\n    listen 80;\n{rules}}}\n", folder) as proxy:
            yield f"{proxy}/graph/"


@pytest.mark.servers
def test_every_link_of_every_page_leads_somewhere_under_the_path(address: str) -> None:
    links = set()
    for path in PAGES:
        page = httpx.get(address + path, headers=HTML, timeout=60, verify=False)
        assert page.status_code == (404 if path == "nothing" else 200), path
        named = [
            each.attributes.get(name)
            for name in ("href", "src", "action")
            for each in LexborHTMLParser(page.text).css(f"[{name}]")
        ]
        links |= {urljoin(address + path, link).partition("#")[0] for link in named if link}
    own = sorted(link for link in links if urlsplit(link).netloc == urlsplit(address).netloc)
    some = [link for link in own if "/id/" not in link and "/nothing" not in link]
    with httpx.Client(headers=HTML, timeout=60, follow_redirects=True) as client:
        statuses = {link: client.head(link).status_code for link in some}

    assert [link for link in own if not link.startswith(address)] == []
    assert {link: status for link, status in statuses.items() if status != 200} == {}
    assert len(some) > 60


@pytest.mark.servers
def test_the_endpoint_knows_its_public_address(address: str) -> None:
    described = httpx.get(f"{address}sparql", headers={"Accept": "application/n-triples"})
    asked = httpx.post(f"{address}sparql", data={"query": "SELECT (<here> AS ?iri) {}"})
    moved = httpx.get(f"{address}resource?iri=https://w3id.org/yuqiao/id/organisation/swu")

    assert f"<{address}sparql> " in described.text
    (row,) = asked.json()["results"]["bindings"]
    assert row["iri"]["value"] == f"{address}here"
    assert urljoin(address, moved.headers["location"]) == f"{address}id/organisation/swu"


@pytest.mark.servers
@pytest.mark.parametrize(("origin", "status"), [("", 200), ("https://evil.example", 403)])
def test_the_editor_behind_a_proxy_takes_its_own_requests(
    address: str, origin: str, status: int
) -> None:
    own = f"http://{urlsplit(address).netloc}"
    headers = {"Origin": origin or own, "Accept": "application/json"}
    answer = httpx.post(f"{address}editor/answer", json={"query": "ASK {}"}, headers=headers)

    assert answer.status_code == status


@pytest.mark.servers
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = (ROOT / "deploy" / "yuqiao.service").read_text("utf-8")
    unit = tmp_path / "yuqiao.service"
    unit.write_text(
        re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.MULTILINE)
    )

    command = ["systemd-analyze", "verify", str(unit)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
