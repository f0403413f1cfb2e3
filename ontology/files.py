"""The data files beside this module, on any base IRI.

Every file of the vocabulary is written on the base ``https://w3id.org/yuqiao/``. A register that
publishes under its own address sets one thing, the base: files read through :func:`read` then come
out on it, and so does the graph that is built from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.ontology.namespaces import BASE

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def read(name: str, base: str = BASE) -> str:
    """Read a file of the vocabulary, for example ``def.ttl`` or ``rules/40-partners-with.rq``.

    :param base: every IRI written on ``BASE`` comes out on this base instead
    """
    text = _folder().joinpath(*name.split("/")).read_text("utf-8")
    return text if base == BASE else text.replace(BASE, base)


def names(folder: str) -> list[str]:
    """List the query files of a folder beside this module, in order of name.

    >>> "rules/40-partners-with.rq" in names("rules")
    True
    """
    entries = _folder().joinpath(folder).iterdir()
    return sorted(f"{folder}/{entry.name}" for entry in entries if entry.name.endswith(".rq"))


def _folder() -> Traversable:
    from importlib.resources import files  # 10 ms that a plain query need not pay

    return files(__package__)
