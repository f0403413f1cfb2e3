"""An empty register of any place: its metadata and tables, to be filled by the other commands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from yuqiao.graph.curation.id_proposals import slug
from yuqiao.graph.curation.table_text import csv_line
from yuqiao.graph.errors import InputError
from yuqiao.graph.tables.csvw import METADATA
from yuqiao.graph.tables.metadata import read_metadata
from yuqiao.ontology.namespaces import BASE

_KEPT = ("countries.csv",)
"""Tables that a new register begins with: what they say holds anywhere."""


@dataclass(frozen=True)
class RegisterDescription:
    """What a new register says of itself.

    :param place: the English name of the place, such as ``Chengdu``
    :param place_zh: its Chinese name; empty when it has none
    :param country: the id of its country
    :param title: the title of the dataset; made of the place when it is empty
    :param publisher: who publishes it
    :param licence: the address of its licence
    :param language: the language of its descriptions
    """

    place: str
    place_zh: str = ""
    country: str = "CHN"
    title: str = ""
    publisher: str = ""
    licence: str = "https://creativecommons.org/publicdomain/zero/1.0/"
    language: str = "en"


def new_register(described: RegisterDescription) -> dict[str, bytes]:
    """Return the files of an empty register: its metadata, its tables, and the row of its place.

    :raises InputError: when the place has no name of which an id can be made, or its country is
        unknown
    """
    name = slug(described.place)
    if not name:
        raise InputError(f"{described.place!r}: expected the name of a place, such as Chengdu")
    bundled = files("yuqiao.data").joinpath("tables")
    metadata = json.loads(bundled.joinpath(METADATA).read_text("utf-8"))
    metadata["@context"][1]["@language"] = described.language
    metadata["@id"] = f"{BASE}dataset/{name}"
    title, description = _texts(described)
    metadata["dc:title"] = described.title or title
    metadata["dc:description"] = description
    metadata["dc:publisher"] = described.publisher
    metadata["dc:license"] = described.licence
    metadata.pop("dc:modified", None)
    text = json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
    found = {METADATA: text.encode()}
    for table in read_metadata(text, METADATA).tables:
        if table.file in _KEPT:
            found[table.file] = bundled.joinpath(table.file).read_bytes()
            continue
        found[table.file] = csv_line([column.name for column in table.columns]).encode()
    known = found["countries.csv"].decode().splitlines()[1:]
    if described.country not in {line.partition(",")[0] for line in known}:
        raise InputError(
            f"{described.country!r}: no country of this id is known; see countries.csv"
        )
    place = {
        "id": name,
        "kind": "AdministrativeArea",
        "name_en": described.place,
        "name_zh": described.place_zh,
        "country": described.country,
    }
    header = found["places.csv"].decode().rstrip("\n").split(",")
    found["places.csv"] += csv_line([place.get(column, "") for column in header]).encode()
    return found


def _texts(described: RegisterDescription) -> tuple[object, object]:
    """Return the title and description of a register, in Chinese too if its place has a name."""
    place = described.place_zh or described.place
    chinese = (
        f"{place}中外合作办学",
        f"{place}与境外高校的合作办学机构和项目，每项事实均注明来源。",
    )
    if described.language.startswith("zh"):
        return chinese
    place = described.place
    title = f"{place}: China-foreign education partnerships"
    description = (
        f"Facts about the cooperative institutions and programmes of {place} with foreign"
        " universities, each with its source."
    )
    if not described.place_zh:
        return title, description
    beside = [{"@value": text, "@language": "zh-Hans"} for text in chinese]
    return [title, beside[0]], [description, beside[1]]
