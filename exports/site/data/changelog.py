"""The change log of a site: what changed from each edition to the next.

A site that is published over an earlier one tells what changed since, thing by thing and as a
patch, and keeps what that one told. Published again without a change, it has no new edition.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from yuqiao.exports.output import write_atomically
from yuqiao.exports.reports.graph_diff import format_diff, summarize_diff
from yuqiao.exports.site.data.dumps import FOLDER as DUMPS
from yuqiao.graph.diff.graphs import differences
from yuqiao.graph.errors import OutputError
from yuqiao.graph.messages import counted
from yuqiao.graph.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from yuqiao.exports.site.data.void_dcat import Described

LOG = "changes.json"
"""The editions for a program."""

LOG_TEXT = "changes.md"
"""The editions for a person, as text."""

FOLDER = "changes"
"""What changed to each edition but the first, by its number: as Markdown, JSON and RDF Patch."""

_FORMS = {"markdown": ".md", "json": ".json", "patch": ".rdfp"}


@dataclass(frozen=True)
class Edition:
    """One edition of a site.

    :param number: from 1
    :param version: that of the dataset, if it has one
    :param triples: how many the graph has
    :param summary: what changed from the edition before
    """

    number: int
    version: str
    triples: int
    summary: str


def write_change_log(
    store: MemoryStore, dataset: Described, folder: Path, earlier: Path | None
) -> tuple[Edition, ...]:
    """Write the change log into a new site.

    :param store: the graph of the new site
    :param folder: the top of the new site
    :param earlier: the top of the site that it replaces, if there is one
    :return: the editions, the newest first
    :raises OutputError: when it cannot be format_diff, or the earlier one is damaged
    """
    version = dataset.modified.replace("-", ".")
    past = () if earlier is None else _editions(earlier / LOG)
    if earlier is None or not past:
        editions: tuple[Edition, ...] = (
            Edition(1, version, len(store), f"First edition: {counted(len(store), 'triple')}."),
        )
    else:
        (folder / FOLDER).mkdir(exist_ok=True)
        for file in (earlier / FOLDER).glob("[0-9]*.*"):
            shutil.copyfile(file, folder / FOLDER / file.name)
        dump = MemoryStore.read(str(earlier / DUMPS / f"{dataset.name}.nt"))
        old = MemoryStore(dump.oxigraph, store.prefixes)  # N-Triples declare none
        summary = _compared(old, store, folder / FOLDER / str(past[0].number + 1))
        newest = (Edition(past[0].number + 1, version, len(store), summary),) if summary else ()
        editions = (*newest, *past)
    record = {"dataset": dataset.iri.value, "editions": [asdict(edition) for edition in editions]}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_atomically(folder / LOG, text + "\n")
    write_atomically(folder / LOG_TEXT, _markdown(editions))
    return editions


def details_of(edition: Edition) -> list[str]:
    """Give the paths of the files that tell in full what changed to an edition.

    >>> details_of(Edition(2, "", 10, ""))
    ['changes/2.md', 'changes/2.json', 'changes/2.rdfp']
    """
    if edition.number == 1:
        return []
    return [f"{FOLDER}/{edition.number}{extension}" for extension in _FORMS.values()]


def _compared(old: MemoryStore, new: MemoryStore, place: Path) -> str:
    """Write what changed, and give it in one sentence; nothing when nothing did."""
    found = differences(old, new)
    if not found:
        return ""
    for form, extension in _FORMS.items():
        write_atomically(f"{place}{extension}", format_diff(found, old, new, form))
    return summarize_diff(found, old, new)


def _editions(log: Path) -> tuple[Edition, ...]:
    """Read the editions that an earlier site tells of."""
    if not log.is_file():
        return ()
    try:
        listed = json.loads(log.read_text("utf-8"))["editions"]
        return tuple(Edition(**edition) for edition in listed)
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{log}: not the change log of a site ({error}); move the folder away to begin anew"
        ) from None


def _markdown(editions: Iterable[Edition]) -> str:
    lines = ["# Changes\n"]
    for edition in editions:
        version = f" ({edition.version})" if edition.version else ""
        lines.append(f"\n## Edition {edition.number}{version}\n\n{edition.summary}\n")
        if edition.number > 1:
            files = [f"[{form}]({FOLDER}/{edition.number}{end})" for form, end in _FORMS.items()]
            lines.append(f"\nIn full: {', '.join(files)}.\n")
    return "".join(lines)
