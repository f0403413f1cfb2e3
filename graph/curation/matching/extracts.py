"""Extracts of identifiers: the records of ROR or Wikidata, from a file on this machine."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yuqiao.graph.curation.sheets.sheet import headed
from yuqiao.graph.curation.sheets.sheet_files import open_sheet
from yuqiao.graph.errors import InputError

_LARGEST = 4 * 2**30  # bytes of an unpacked extract


@dataclass(frozen=True)
class ExtractRecord:
    """An entry of an extract.

    :param id: its identifier, as the extract has it
    :param names: its names, the preferred one first
    :param country: the two letters of its country; empty when it is not said
    """

    id: str
    names: tuple[str, ...]
    country: str = ""


def read_extract(path: Path) -> Iterator[ExtractRecord]:
    """Read an extract: a dump of ROR (JSON, or its ZIP), entities of Wikidata in JSON, or a table.

    A table has the titles ``id`` and ``name``, and may have ``aliases`` (separated by ``;``) and
    ``country``.

    :raises InputError: when it is none of these
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"PK") and path.suffix.lower() == ".zip":
            yield from _records(_zipped(path), path)
        elif start[:1] in {b"[", b"{"}:
            yield from _records(_objects(path), path)
        else:
            yield from _table(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name}: not JSON: {error}") from None


def _zipped(path: Path) -> Iterator[object]:
    try:
        with zipfile.ZipFile(path) as parts:
            part = max(
                (p for p in parts.infolist() if p.filename.endswith(".json")),
                key=lambda p: (p.filename.endswith("_schema_v2.json"), p.file_size),
                default=None,
            )
            if part is None or part.file_size > _LARGEST:
                raise InputError(f"{path.name}: holds no JSON, or too much; expected a dump of ROR")
            yield from json.loads(parts.read(part))
    except zipfile.BadZipFile:
        raise InputError(f"{path.name}: not a ZIP file that can be read") from None


def _objects(path: Path) -> Iterator[object]:
    """Yield the objects of a list, or of lines; a line may end in a comma, as Wikidata's do."""
    with path.open(encoding="utf-8-sig") as lines:
        first = lines.readline().strip()
        if first not in {"[", ""} and not first.startswith("{"):
            yield from json.loads(first + lines.read())
            return
        following = lines.readline().strip()
        is_by_line = first.startswith("{") or following.rstrip(",").endswith("}")
        if not is_by_line:
            yield from json.loads(first + following + lines.read())
            return
        for line in (first, following, *lines):
            text = line.strip().rstrip(",")
            if text not in {"", "[", "]"}:
                yield json.loads(text)


def _records(objects: Iterator[object], path: Path) -> Iterator[ExtractRecord]:
    for number, said in enumerate(objects, 1):
        record = _record(said) if isinstance(said, dict) else None
        if record is None:
            raise InputError(
                f"{path.name}: record {number} is neither of ROR nor of Wikidata; expected 'id'"
                " with 'names' or 'labels'"
            )
        yield record


def _record(said: dict[str, object]) -> ExtractRecord | None:
    """Return a record of ROR (schema 2 or 1) or of Wikidata; none when it is neither."""
    key, names, labels = said.get("id"), said.get("names"), said.get("labels")
    if not isinstance(key, str):
        return None
    if isinstance(names, list):
        ranked = sorted(names, key=lambda name: "ror_display" not in name.get("types", ()))
        return ExtractRecord(key, _texts(name.get("value") for name in ranked), _country(said))
    if isinstance(said.get("name"), str):
        others = [said["name"], *_listed(said.get("aliases")), *_listed(said.get("acronyms"))]
        others += [each.get("label") for each in _listed(labels) if isinstance(each, dict)]
        return ExtractRecord(key, _texts(others), _country(said))
    if isinstance(labels, dict):
        aliases = said.get("aliases")
        groups = aliases.values() if isinstance(aliases, dict) else ()
        found = [*labels.values(), *(alias for group in groups for alias in group)]
        return ExtractRecord(key, _texts(each.get("value") for each in found))
    return None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _texts(values: Iterator[object] | list[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str) and value))


def _country(said: dict[str, object]) -> str:
    for place in _listed(said.get("locations")):
        details = place.get("geonames_details") if isinstance(place, dict) else None
        if isinstance(details, dict):
            return str(details.get("country_code") or "")
    country = said.get("country")
    return str(country.get("country_code") or "") if isinstance(country, dict) else ""


def _table(path: Path) -> Iterator[ExtractRecord]:
    sheet = headed(open_sheet(path), frozenset({"id", "name", "aliases", "country"}))
    titles = [title.lower() for title in sheet.titles]
    if not {"id", "name"} <= set(titles):
        raise InputError(f"{path.name}: has no titles 'id' and 'name'; expected both")
    for row in sheet.rows:
        cells = dict(zip(titles, row.cells, strict=False))
        names = [cells["name"], *cells.get("aliases", "").split(";")]
        yield ExtractRecord(
            cells["id"], _texts([name.strip() for name in names]), cells.get("country", "")
        )
