"""Find entities by name, identifier, number, slug or IRI."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.name_matching import ABBREVIATED, SLIPPED, WHOLE
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import NAMING_PATH
from yuqiao.graph.rdf.literals import is_text

if TYPE_CHECKING:
    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.stores.results import Solutions
    from yuqiao.graph.stores.store import Store

_BY_NAME = f"""
SELECT DISTINCT ?entity WHERE {{
  {{ ?entity {NAMING_PATH}|skos:altLabel ?name FILTER(LCASE(STR(?name)) = LCASE(?text)) }}
  UNION {{ ?entity dcterms:identifier ?name FILTER(STR(?name) = ?text) }}
  UNION {{ ?entity {NAMING_PATH} ?any FILTER(STRENDS(STR(?entity), CONCAT("/", ?text))) }}
  UNION {{ ?approval yq:approvalOf ?entity ; yq:certificateNumber ?name
    FILTER(LCASE(STR(?name)) = LCASE(?text)) }}
  UNION {{ ?entity yq:registerPage ?page FILTER(STRENDS(STR(?page), CONCAT("/", ?text))) }}
  UNION {{ ?entity yq:ministryCode ?name FILTER(STR(?name) = ?text) }}
  FILTER(ISIRI(?entity))
  FILTER EXISTS {{ ?entity a ?class }}
}} ORDER BY ?entity
"""
_BY_PART = f"""
SELECT DISTINCT ?entity WHERE {{
  {{ ?entity {NAMING_PATH}|skos:altLabel ?name
    FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?text))) }}
  UNION {{ ?entity {NAMING_PATH} ?any FILTER(CONTAINS(STR(?entity), ?text)) }}
  FILTER(ISIRI(?entity))
}} ORDER BY ?entity
"""
RESERVED_CODES = {"UK": "GB"}
"""Codes that ISO 3166-1 reserves for another code of the same country."""

_ADDRESSES = ("id/", "scheme/")
_MOST_NAMED = 8  # entities that an error names
_MOST_NAMES = 200_000  # that are compared with a text letter by letter; more take too long
_ALL_NAMES = f"""
SELECT ?entity ?name WHERE {{
  ?entity {NAMING_PATH}|skos:altLabel ?name .
  FILTER(ISIRI(?entity))
  FILTER EXISTS {{ ?entity a ?class }}
}} ORDER BY ?entity ?name LIMIT {_MOST_NAMES + 1}
"""
_BY_IRI = "ASK { ?entity a ?class }"
_USED = "ASK { { ?entity ?p ?o } UNION { ?s ?q ?entity } }"


def find(store: Store, text: str, kind: NamedNode | None = None) -> list[NamedNode]:
    """Find the entities with an IRI, prefixed name, name in any language, identifier or slug.

    A partnership is also found by the number of its certificate or of its page in the register, and
    a school by its code. A name may be in Traditional characters, without accents, in pinyin, or
    abbreviated as Chinese names are (重邮): the shortest name that has it is meant.

    :param kind: the class it must have; None for any entity of the graph

    >>> import yuqiao
    >>> find(yuqiao.open(), "重庆大学")
    [<NamedNode value=https://w3id.org/yuqiao/id/organisation/cqu>]
    """
    _require_text(text)
    of_kind: dict[str, Term] = {} if kind is None else {"class": kind}
    iri = as_iri(store, text)
    if iri is not None:
        known = store.query(_USED if kind is None else _BY_IRI, {"entity": iri, **of_kind})
        return [iri] if known else []
    rows = cast("Solutions", store.query(_BY_NAME, {"text": Literal(text), **of_kind}))
    found = [row[0] for row in rows if isinstance(row[0], NamedNode)]
    meant = RESERVED_CODES.get(text.strip().upper())
    if not found and meant is not None:
        return find(store, meant, kind)
    if found:
        return found
    from yuqiao.graph.entities.name_matching import without_dots

    if (plain := without_dots(text)) != text:
        return find(store, plain, kind)
    near = _ranked(store, text, kind)
    named = [entity for how, entity in near if how == near[0][0] and _is_name(how)]
    return named or _by_pinyin(store, text, kind)


def find_one(store: Store, text: str) -> NamedNode:
    """Return the one entity that a text refers to, as :func:`find` finds it.

    :raises QueryError: if there is none, or several; it names the nearest

    >>> import yuqiao
    >>> find_one(yuqiao.open(), "重邮").value.rpartition("/")[2]
    'cqupt'
    """
    plain = unicodedata.normalize("NFKC", " ".join(text.split()))
    found = find(store, text) or find(store, plain) or search(store, plain)
    if len(found) == 1:
        return found[0]
    if not found:
        near = _short_names(store, nearly_named(store, plain))
        hint = f"did you mean {near}?" if near else "try a part of its name"
        raise QueryError(f"no entity is named {text!r}; {hint}")
    named = _short_names(store, found)
    raise QueryError(f"{len(found)} entities match {text!r}; name one of them: {named}")


def _short_names(store: Store, entities: list[NamedNode]) -> str:
    from yuqiao.graph.rdf.prefixes import PrefixMap

    known = PrefixMap(store.prefixes)
    return ", ".join(known.compress(e.value) or e.value for e in entities[:_MOST_NAMED])


def search(store: Store, text: str) -> list[NamedNode]:
    """Find the entities with a text in one of their names or in their slug, in order of IRI.

    Claims are left out, because what they say is shown with the entity they are about.

    >>> import yuqiao
    >>> search(yuqiao.open(), "novosibirsk state")[0]
    <NamedNode value=https://w3id.org/yuqiao/id/organisation/novosibirsk>
    """
    _require_text(text)
    rows = cast("Solutions", store.query(_BY_PART, {"text": Literal(text)}))
    return [row[0] for row in rows if isinstance(row[0], NamedNode)]


def _is_name(how: float) -> bool:
    """Return whether a text is a name, and not only a part of one or nearly one."""
    return how == WHOLE or ABBREVIATED <= how < SLIPPED


def nearly_named(store: Store, text: str) -> list[NamedNode]:
    """Find the entities with a name that is a text but for a slip of the keyboard, the best first.

    >>> import yuqiao
    >>> nearly_named(yuqiao.open(), "Novosibrisk State")[0]
    <NamedNode value=https://w3id.org/yuqiao/id/organisation/novosibirsk>
    """
    _require_text(text)
    return [entity for _, entity in _ranked(store, text, None)]


def _ranked(store: Store, text: str, kind: NamedNode | None) -> list[tuple[float, NamedNode]]:
    """Rank the entities by how well their names match a text; none of a graph of too many."""
    from yuqiao.graph.entities.name_matching import ranked

    names = _names(store, kind)
    known = list(names)
    return [(how, known[number]) for how, number in ranked(names.values(), text)]


def _names(store: Store, kind: NamedNode | None) -> dict[NamedNode, list[str]]:
    """Return the names of all entities; none of a graph of too many."""
    of_kind: dict[str, Term] = {} if kind is None else {"class": kind}
    rows = list(cast("Solutions", store.query(_ALL_NAMES, of_kind)))
    if len(rows) > _MOST_NAMES:
        return {}
    names: dict[NamedNode, list[str]] = {}
    for entity, name in rows:
        if isinstance(entity, NamedNode) and isinstance(name, Literal):
            names.setdefault(entity, []).append(name.value)
    return names


def _by_pinyin(store: Store, text: str, kind: NamedNode | None) -> list[NamedNode]:
    """Find the entities with a Chinese name whose pinyin is a text, or whose initials are."""
    word = "".join(text.lower().split())
    if not (word.isascii() and word.isalpha()):
        return []
    from yuqiao.graph.pinyin import is_pinyin, readings

    names = _names(store, kind).items()
    return [
        entity
        for entity, own in names
        if any(is_pinyin(word, readings(name), whole=True) for name in own if not name.isascii())
    ]


def _require_text(text: str) -> None:
    if not text.strip():
        raise QueryError("the name is empty")
    if not is_text(text):
        raise QueryError("the name contains bytes that are not UTF-8")


def as_iri(store: Store, text: str) -> NamedNode | None:
    """Parse a text as an IRI, in full (with or without angle brackets) or with a prefix.

    The address of a row as the tables write it, ``id/organisation/cqu``, is one as well.

    >>> import yuqiao
    >>> graph = yuqiao.open()
    >>> as_iri(graph, "o:cqu") == as_iri(graph, "id/organisation/cqu")
    True
    """
    prefix, colon, local = text.partition(":")
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    elif colon and prefix in store.prefixes:
        text = store.prefixes[prefix] + local
    elif text.startswith(_ADDRESSES) and "yq" in store.prefixes:
        text = store.prefixes["yq"].removesuffix("def#") + text
    elif "://" not in text:
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None
