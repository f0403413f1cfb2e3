"""Derivations: cells that follow from the others of a new entry, so that nobody types them.

What is derived is inferred, and the evidence says so; whoever knows better gives the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yuqiao.graph.curation.references import References
from yuqiao.graph.curation.register_titles import RegisterTitle

_ORGANISATION = "id/organisation"
_DISCIPLINE = "scheme/discipline"
_LEVEL_WORDS = {
    "diploma": "vocational diploma programme",
    "bachelor": "bachelor programme",
    "master": "master programme",
    "doctor": "doctoral programme",
}


def derived_cells(file: str, row: Mapping[str, str], references: References) -> dict[str, str]:
    """Return cells of a new row that follow from those it has; only those that are empty.

    :param file: the table of the row
    :param references: the rows that are there
    """
    derive = _DERIVATIONS.get(file)
    found = derive(row, references) if derive else {}
    return {name: value for name, value in found.items() if value and not row.get(name)}


def _partnership(row: Mapping[str, str], references: References) -> dict[str, str]:
    title = RegisterTitle.parse(row.get("name_zh", ""))
    school = references.row(_ORGANISATION, row.get("chinese_partner", "").partition(";")[0])
    return {
        "form": title.form if row.get("name_zh") else "",
        "levels": title.level,
        "name_en": _english_title(row, references),
        "region": home_region(references) or school.get("place", ""),
        "register_entry": "listed",
        "confidence": "medium",
    }


def _english_title(row: Mapping[str, str], references: References) -> str:
    """Return a descriptive English name of a programme of one subject and one level."""
    partners = [
        references.row(_ORGANISATION, name).get("name_en", "")
        for side in ("chinese_partner", "foreign_partner")
        for name in row.get(side, "").split(";")
    ]
    subject = references.row(_DISCIPLINE, row.get("disciplines", "")).get("name_en", "")
    level = row.get("levels") or RegisterTitle.parse(row.get("name_zh", "")).level
    if not subject or level not in _LEVEL_WORDS or not all(partners):
        return ""
    return f"{subject} {_LEVEL_WORDS[level]}, {' and '.join(partners)}"


def home_region(references: References) -> str:
    """Return the place under which the partnerships of a register are listed; or none.

    It is that of most of them, or else the one place that lies in no other.
    """
    listed = references.commonest("partnerships.csv", "region")
    if listed:
        return listed
    whole = [
        row["id"]
        for _, row in references.rows("id/place")
        if not row.get("within") and row.get("kind") == "AdministrativeArea"
    ]
    return whole[0] if len(whole) == 1 else ""


def _school(row: Mapping[str, str], references: References) -> dict[str, str]:
    region = home_region(references)
    name = row.get("name_zh", "")
    is_vocational = any(word in name for word in ("职业", "专科学校"))
    return {
        "type": "vocational-college" if is_vocational else "university",
        "country": references.row("id/place", region).get("country", ""),
        "place": region,
    }


def _university(row: Mapping[str, str], references: References) -> dict[str, str]:
    city = references.row("id/place", row.get("city", ""))
    return {
        "type": "university",
        "country": _country_of_name(row.get("name_zh", ""), references) or city.get("country", ""),
        "confidence": "medium",
    }


def _country_of_name(name: str, references: References) -> str:
    """Return the country whose Chinese name a name begins with, as the register writes them."""
    for kind in references.kinds_of("countries.csv"):
        for _, row in references.rows(kind):
            if row.get("name_zh") and name.startswith(row["name_zh"]):
                return row["id"]
    return ""


def _approval(row: Mapping[str, str], references: References) -> dict[str, str]:
    partnership = references.row("id/partnership", row.get("partnership", ""))
    levels = set(partnership.get("levels", "").split(";"))
    is_local = levels == {"diploma"}
    route = row.get("route") or ("local-filed" if is_local else "ministry")
    return {
        "route": route,
        "authority": references.commonest("approvals.csv", "authority", route=route),
    }


_DERIVATIONS: dict[str, Callable[[Mapping[str, str], References], dict[str, str]]] = {
    "approvals.csv": _approval,
    "disciplines.csv": lambda row, _: {"confidence": "medium" if row.get("isced") else ""},
    "partnerships.csv": _partnership,
    "places.csv": lambda _, __: {"kind": "City"},
    "schools.csv": _school,
    "universities.csv": _university,
}
