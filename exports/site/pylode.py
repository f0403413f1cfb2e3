"""Document the vocabulary with pyLODE, if it is installed (the extra ``yuqiao[site]``)."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from yuqiao.exports.site.scope import BOTH, SiteScope
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import LANGUAGES
from yuqiao.ontology import files as terms

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "documentation/vocabulary"
"""The path of the documentation, without extension."""

_PROGRAM = "yuqiao.exports.site.pylode_worker"


def is_installed() -> bool:
    """Return whether pyLODE is installed."""
    return find_spec("pylode") is not None


class Documents:
    """The documentation in both languages, generated in the background."""

    def __init__(self, made: dict[str, object]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and content of each page when it is ready."""
        for name, page in self._made.items():
            yield name, page.result()  # type: ignore[attr-defined]


@contextmanager
def document_vocabulary(
    base: str, wanted: bool, languages: tuple[str, ...] = BOTH
) -> Iterator[Documents]:
    """Run pyLODE on the vocabulary in child processes.

    :param base: the base IRI of the vocabulary
    :param wanted: if False, nothing is generated
    :param languages: those of the site
    :raises OutputError: if pyLODE fails
    """
    if not wanted:
        yield Documents({})
        return
    ends = SiteScope(languages).ends
    ontology = terms.read("def.ttl", base).encode()
    with ThreadPoolExecutor(max_workers=len(LANGUAGES)) as workers:
        yield Documents(
            {
                PATH + end: workers.submit(_document, ontology, LANGUAGES[lang])
                for lang, end in ends.items()
            }
        )


def _document(ontology: bytes, tag: str) -> bytes:
    command = [sys.executable, "-m", _PROGRAM, tag]
    done = subprocess.run(
        command,
        input=ontology,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"},
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise OutputError(
            f"pyLODE cannot document the vocabulary: {''.join(last)}; without pyLODE, the site is "
            "written without that page"
        )
    return done.stdout
