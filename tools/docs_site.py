"""Build the documentation as a website in two languages: python tools/docs_site.py [FOLDER].

MkDocs writes it into build/website, or FOLDER. Its pages request nothing from elsewhere, and their
search works from disk; a page that would request something is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHINESE = {"README.zh-CN.md": "index.md", "docs/curating.zh-CN.md": "curating.md"}
"""The Chinese pages, and their names in the website."""

_SHIM = "https://unpkg.com/iframe-worker/shim"
"""What the theme would request to search from disk; tools/iframe_worker.js is a copy."""

_REQUEST = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\ssrc=[\"']?https?:[^>]*>"
    r"|<link\b[^>]*\srel=[\"']?(?:stylesheet|preconnect|icon|preload)\b[^>]*\bhref=[\"']?https?:[^>]*>"
)
_LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def build(folder: Path) -> int:
    """Write the website into a folder, and return how many pages it has.

    :raises SystemExit: when a page would request something from elsewhere
    """
    shutil.rmtree(folder, ignore_errors=True)
    _run(["-f", "mkdocs.yml", "-d", str(folder)])
    pages = ROOT / "build" / "zh"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir(parents=True)
    for source, name in CHINESE.items():
        text = (ROOT / source).read_text("utf-8")
        (pages / name).write_text(_LINK.sub(_leading, text), "utf-8")
    shutil.copy(ROOT / "docs" / "network.png", pages)
    _run(["-f", "mkdocs.zh.yml", "-d", str(folder / "zh")])
    script = folder / "assets" / "iframe_worker.js"
    shutil.copy(ROOT / "tools" / script.name, script)
    written = sorted(folder.rglob("*.html"))
    for page in written:
        up = "../" * (len(page.relative_to(folder).parts) - 1)
        text = page.read_text("utf-8").replace(_SHIM, f"{up}assets/{script.name}")
        page.write_text(text, "utf-8")
        if found := _REQUEST.search(text):
            raise SystemExit(f"{page.relative_to(folder)}: requests something: {found[0]}")
    return len(written)


def _leading(link: re.Match[str]) -> str:
    """Return a link of a Chinese page as it leads within the website."""
    path, mark, place = link[1].partition("#")
    name = path.rpartition("/")[2]
    known = {source.rpartition("/")[2]: target for source, target in CHINESE.items()}
    if name == "network.png":
        return f"]({name})"
    if name in known:
        return f"]({known[name]}{mark}{place})"
    if (ROOT / "docs" / name).is_file() and name.endswith(".md"):
        return f"](../{name.removesuffix('.md')}.html{mark}{place})"
    return "](../index.html)"


def _run(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


def main() -> None:
    """Build the website."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "build" / "website"
    print(f"{folder}: {build(folder)} pages")


if __name__ == "__main__":
    main()
