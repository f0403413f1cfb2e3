"""The change log of a site: what changed from each version to the next.

A site that is published over an earlier one tells what changed since, thing by thing and as a
patch, and keeps what that one told. SiteSummary again without a change, it has no new version.
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

    from yuqiao.exports.site.data.void_dcat import Dataset

LOG = "changes.json"
"""The name of the change log as JSON."""

LOG_TEXT = "changes.md"
"""The name of the change log as Markdown."""

FOLDER = "changes"
"""The folder with the changes of each version but the first: Markdown, JSON and RDF Patch."""

_FORMS = {"markdown": ".md", "json": ".json", "patch": ".rdfp"}


@dataclass(frozen=True)
class SiteVersion:
    """One version of a site.

    :param number: from 1
    :param version: that of the dataset, if it has one
    :param triples: the number of triples in the graph
    :param summary: the changes since the previous version
    """

    number: int
    version: str
    triples: int
    summary: str


def write_change_log(
    store: MemoryStore, dataset: Dataset, folder: Path, earlier: Path | None
) -> tuple[SiteVersion, ...]:
    """Write the change log into a new site.

    :param store: the graph of the new site
    :param folder: the root of the new site
    :param earlier: the root of the site that it replaces, if any
    :return: the versions, the newest first
    :raises OutputError: if it cannot be written, or the earlier one is damaged
    """
    version = dataset.modified.replace("-", ".")
    past = () if earlier is None else _read_versions(earlier / LOG)
    if earlier is None or not past:
        versions: tuple[SiteVersion, ...] = (
            SiteVersion(1, version, len(store), f"First version: {counted(len(store), 'triple')}."),
        )
    else:
        (folder / FOLDER).mkdir(exist_ok=True)
        for file in (earlier / FOLDER).glob("[0-9]*.*"):
            shutil.copyfile(file, folder / FOLDER / file.name)
        dump = MemoryStore.read(str(earlier / DUMPS / f"{dataset.name}.nt"))
        old = MemoryStore(dump.oxigraph, store.prefixes)  # N-Triples declare none
        summary = _compared(old, store, folder / FOLDER / str(past[0].number + 1))
        if not any((folder / FOLDER).iterdir()):
            (folder / FOLDER).rmdir()  # the manifest lists files: the next run would not know it
        newest = (SiteVersion(past[0].number + 1, version, len(store), summary),) if summary else ()
        versions = (*newest, *past)
    record = {"dataset": dataset.iri.value, "editions": [asdict(version) for version in versions]}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_atomically(folder / LOG, text + "\n")
    write_atomically(folder / LOG_TEXT, _markdown(versions))
    return versions


def details_of(version: SiteVersion) -> list[str]:
    """Return the paths of the files with all changes of a version.

    >>> details_of(SiteVersion(2, "", 10, ""))
    ['changes/2.md', 'changes/2.json', 'changes/2.rdfp']
    """
    if version.number == 1:
        return []
    return [f"{FOLDER}/{version.number}{extension}" for extension in _FORMS.values()]


def _compared(old: MemoryStore, new: MemoryStore, place: Path) -> str:
    """Write the changes, and return a one-sentence summary, empty if there are none."""
    found = differences(old, new)
    if not found:
        return ""
    for form, extension in _FORMS.items():
        write_atomically(f"{place}{extension}", format_diff(found, old, new, form))
    return summarize_diff(found, old, new)


def _read_versions(log: Path) -> tuple[SiteVersion, ...]:
    """Read the versions in the change log of an earlier site."""
    if not log.is_file():
        return ()
    try:
        listed = json.loads(log.read_text("utf-8"))["editions"]
        return tuple(SiteVersion(**version) for version in listed)
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{log}: not the change log of a site ({error}); move the folder away to start "
            "a new one"
        ) from None


def _markdown(versions: Iterable[SiteVersion]) -> str:
    lines = ["# Changes\n"]
    for version in versions:
        dated = f" ({version.version})" if version.version else ""
        lines.append(f"\n## Version {version.number}{dated}\n\n{version.summary}\n")
        if version.number > 1:
            files = [f"[{form}]({FOLDER}/{version.number}{end})" for form, end in _FORMS.items()]
            lines.append(f"\nAll changes: {', '.join(files)}.\n")
    return "".join(lines)
