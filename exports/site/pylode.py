"""Document the vocabulary with pyLODE, if it is installed (the extra ``yuqiao[site]``)."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from yuqiao.exports.site.scope import BOTH, SiteScope
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import LANGUAGES
from yuqiao.ontology import files as terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

PATH = "documentation/vocabulary"
"""The path of the documentation, without extension."""

_PROGRAM = "yuqiao.exports.site.pylode_worker"


def is_installed() -> bool:
    """Return whether pyLODE is installed."""
    return find_spec("pylode") is not None


class Documents:
    """The documentation in some languages, written in the background."""

    def __init__(self, written: dict[str, _Worker]) -> None:
        self._written = written

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and content of each page when it is ready."""
        for name, worker in self._written.items():
            yield name, worker.page()


@contextmanager
def document_vocabulary(
    base: str, wanted: bool, languages: tuple[str, ...] = BOTH
) -> Iterator[Documents]:
    """Run pyLODE on the vocabulary in child processes.

    :param base: the base IRI of the vocabulary
    :param wanted: if False, nothing is written
    :param languages: those of the site
    :raises OutputError: if pyLODE fails
    """
    if not wanted:
        yield Documents({})
        return
    ontology = terms.read("def.ttl", base).encode()
    with ExitStack() as stack:
        yield Documents(
            {
                PATH + end: stack.enter_context(_Worker(ontology, LANGUAGES[lang]))
                for lang, end in SiteScope(languages=languages).ends.items()
            }
        )


class _Worker:
    """A process that documents the vocabulary in one language; its streams are files.

    So no thread of this process waits for it, and this process can be forked.
    """

    def __init__(self, ontology: bytes, tag: str) -> None:
        self._files = [TemporaryFile() for _ in range(3)]  # noqa: SIM115 - closed at the exit
        given, self._page, self._said = self._files
        given.write(ontology)
        given.seek(0)
        self._process = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM, tag],
            stdin=given,
            stdout=self._page,
            stderr=self._said,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for file in self._files:
            file.close()

    def page(self) -> bytes:
        """Return the page when it is ready."""
        failed = self._process.wait()
        for file in self._files:
            file.seek(0)
        if failed:
            last = self._said.read().decode(errors="replace").strip().splitlines()[-1:]
            raise OutputError(
                f"pyLODE cannot document the vocabulary: {''.join(last)}; without pyLODE, the site "
                "is written without that page"
            )
        return self._page.read()
