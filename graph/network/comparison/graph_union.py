"""One network of two graphs that are compared by entities and links, whatever their vocabularies.

An entity is the same in both if its IRI is; one without an IRI, if all that is said of it is. A
link is the same if its ends, its relation and the entity that it stands for are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from yuqiao.graph.labels import NO_TEXT, Label
from yuqiao.graph.network.model import FACTS, Editions, FactChange, NodeValues, edges_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from yuqiao.graph.network.model import Network

EDITIONS = OLD, NEW = "old", "new"
"""The two graphs, as nodes and edges name those that they are in."""

_KEPT = (
    "kind",
    "label_en",
    "label_zh",
    "aliases",
    "links",
    "values",
    "year",
    "inside",
    "sources",
    *FACTS,
)
_OF_EDGES = ("relation", "weight", "entity")
_NAMED = 4  # relations or classes in a sentence

Key = tuple[str, str, str, str, int]


class _Side(NamedTuple):
    """The entities and links of one graph, by what tells them from others."""

    nodes: Mapping[str, Mapping[str, Any]]
    edges: Mapping[Key, Mapping[str, Any]]


def graph_union(old: Network, new: Network, names: tuple[Label, Label]) -> Network:
    """Return the network of all entities and links of two graphs.

    The ``editions`` of a node or an edge are :data:`OLD`, :data:`NEW` or both, its ``changes``
    what differs between them. The network has no partnerships; its editions say what is not
    compared.

    :param names: of the older graph and of the newer one

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> one = Network(networkx.MultiDiGraph([("urn:a", "urn:b")]))
    >>> other = Network(networkx.MultiDiGraph([("urn:a", "urn:c")]))
    >>> both = graph_union(one, other, (Label("May", "五月"), Label("June", "六月")))
    >>> dict(both.graph.nodes(data="editions"))
    {'urn:a': ('old', 'new'), 'urn:b': ('old',), 'urn:c': ('new',)}
    """
    one_way = all(each.graph.is_directed() for each in (old, new) if len(each))
    matched = _matched(old.graph, new.graph)
    sides = _side(old.graph, one_way, matched), _side(new.graph, one_way, {})
    return replace(
        new,
        graph=_joined(*sides, one_way=one_way),
        partnerships={},
        evidence={**old.evidence, **new.evidence},
        kinds={**old.kinds, **new.kinds},
        relations={**old.relations, **new.relations},
        labels={**old.labels, **new.labels},
        sources={**old.sources, **new.sources},
        places={**old.places, **new.places},
        date=max(old.date, new.date),
        modes=None,
        query=new.query if new.query == old.query else "",
        note=new.note if new.note == old.note else NO_TEXT,
        notice=new.notice or old.notice,
        is_foreign=True,
        editions=Editions(
            names, frozenset(), frozenset(), {}, _limits((old, new), names, sides, one_way=one_way)
        ),
    )


def _joined(old: _Side, new: _Side, *, one_way: bool) -> nx.Graph:
    import networkx as nx

    graph = nx.MultiDiGraph() if one_way else nx.MultiGraph()
    for node in sorted({*old.nodes, *new.nodes}, key=lambda node: (_kind(old, new, node), node)):
        was, now = old.nodes.get(node), new.nodes.get(node)
        graph.add_node(node, **_held(was, now, _node_changes))
    for number, key in enumerate(sorted({*old.edges, *new.edges})):
        was, now = old.edges.get(key), new.edges.get(key)
        graph.add_edge(*key[:2], key=f"e{number}", **_held(was, now, _edge_changes))
    return graph


def _kind(old: _Side, new: _Side, node: str) -> str:
    side = new if node in new.nodes else old
    return str(side.nodes[node].get("kind", ""))


def _held(
    was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, compare: Any
) -> dict[str, Any]:
    """Return the newer attributes, with the graphs that have them, and what changed."""
    own = dict(now or was or {})
    own["editions"] = tuple(
        name for name, side in zip(EDITIONS, (was, now), strict=True) if side is not None
    )
    if was is not None and now is not None and (changes := tuple(compare(was, now))):
        own["changes"] = changes
    return own


def _side(graph: nx.Graph, one_way: bool, matched: Mapping[str, str]) -> _Side:
    named = {str(node): matched.get(str(node), str(node)) for node in graph}
    nodes = {
        named[str(node)]: {name: own[name] for name in _KEPT if name in own}
        for node, own in graph.nodes(data=True)
    }
    edges: dict[Key, Mapping[str, Any]] = {}
    alike: Counter[tuple[str, str, str, str]] = Counter()
    for one, other, _, own in edges_of(graph):
        ends = named[one], named[other]
        if not one_way:
            ends = min(ends), max(ends)
        relation, entity = str(own.get("relation", "")), str(own.get("entity", ""))
        key = (*ends, relation, entity)
        alike[key] += 1
        edges[*key, alike[key]] = {name: own[name] for name in _OF_EDGES if name in own}
    return _Side(nodes, edges)


# ---- what changed ----------------------------------------------------------------------------


def _node_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[FactChange]:
    yield from _name_changes(
        *(Label(each.get("label_en", ""), each.get("label_zh", "")) for each in (was, now))
    )
    kinds = [Label(own.get("kind", ""), own.get("kind", "")) for own in (was, now)]
    if kinds[0] != kinds[1]:
        yield FactChange("column-kind", (kinds[0],), (kinds[1],))
    held = [_values(own) for own in (was, now)]
    for name in sorted({*held[0], *held[1]}):
        before, after = (side.get(name, ()) for side in held)
        if set(before) != set(after):
            yield FactChange(name, before, after)


def _name_changes(was: Label, now: Label) -> Iterator[FactChange]:
    """Return a new name; one in a single language is shown in both, as the other tells nothing."""
    if was.en != now.en and was.zh != now.zh:
        yield FactChange("column-name", (was,), (now,))
    elif was != now:
        before, after = (was.en, now.en) if was.en != now.en else (was.zh, now.zh)
        yield FactChange("column-name", (Label(before, before),), (Label(after, after),))


def _values(own: Mapping[str, Any]) -> dict[str, tuple[Label, ...]]:
    """Return the facts and the literals of a node, by their names."""
    literals: tuple[NodeValues, ...] = own.get("values", ())
    return {
        **{name: tuple(own[name]) for name in FACTS if own.get(name)},
        **{each.name: tuple(map(_label, each.values)) for each in literals},
    }


def _label(value: object) -> Label:
    return value if isinstance(value, Label) else Label(str(value), str(value))


def _edge_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[FactChange]:
    before, after = was.get("weight", 1), now.get("weight", 1)
    if before != after:
        yield FactChange("column-weight", (_label(before),), (_label(after),))


# ---- entities without an IRI -----------------------------------------------------------------


def _matched(old: nx.Graph, new: nx.Graph) -> dict[str, str]:
    """Return the new names of the entities without an IRI of which both graphs say the same.

    The others get names that no entity of the newer graph has.
    """
    before, after = _described(old), _described(new)
    found = {
        before[said][0]: after[said][0]
        for said in before.keys() & after.keys()
        if len(before[said]) == len(after[said]) == 1
    }
    rest = [node for nodes in before.values() for node in nodes if node not in found]
    return found | {node: f"{node}-{OLD}" for node in rest}


def _described(graph: nx.Graph) -> dict[tuple[Any, ...], list[str]]:
    links: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one, other, _, own in edges_of(graph):
        relation = str(own.get("relation", ""))
        for node, end, way in ((one, other, "to"), (other, one, "from")):
            if _is_blank(node):
                known = graph.nodes[end].get("label_en", "") if _is_blank(end) else end
                links[node].append((way, relation, known))
    found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for node, own in graph.nodes(data=True):
        if _is_blank(str(node)):
            said = own.get("kind"), own.get("label_en"), repr(own.get("values"))
            found[*said, tuple(sorted(links[node]))].append(str(node))
    return found


def _is_blank(node: str) -> bool:
    return node.startswith("_:")


# ---- what is not compared --------------------------------------------------------------------


def _limits(
    networks: tuple[Network, Network],
    names: tuple[Label, Label],
    sides: tuple[_Side, _Side],
    *,
    one_way: bool,
) -> Label:
    """Say in a sentence or more what the comparison cannot show."""
    said = [
        *_without_partnerships(networks, names),
        *_own_terms(networks, names),
        *_unshared(sides),
        *_without_direction(networks, names, one_way),
    ]
    return Label(" ".join(each.en for each in said), "".join(each.zh for each in said))


def _without_partnerships(
    networks: tuple[Network, Network], names: tuple[Label, Label]
) -> Iterator[Label]:
    without = [name for each, name in zip(networks, names, strict=True) if not each.partnerships]
    if len(without) == 1:
        (name,) = without
        yield Label(
            f"{name.en} has no partnerships, so that entities and links are compared, and not "
            "partnerships, countries or years.",
            f"{name.zh}没有合作办学机构和项目，因此比较的是实体与联系，而不是机构和项目、国家（地区）或年份。",
        )


def _own_terms(networks: tuple[Network, Network], names: tuple[Label, Label]) -> Iterator[Label]:
    """Name the relations and the classes that only one of the graphs has."""
    for mine, other, name in zip(networks, networks[::-1], names, strict=True):
        for attribute, english, chinese in (
            ("relations", "the links", "联系"),
            ("kinds", "the classes", "类"),
        ):
            known, others = getattr(mine, attribute), getattr(other, attribute)
            own = [label for key, label in known.items() if key not in others]
            if own:
                yield Label(
                    f"Only {name.en} has {english} {_listed([each.en for each in own])}.",
                    f"仅{name.zh}有{chinese}：{_listed_in_chinese([each.zh for each in own])}。",
                )


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _listed_in_chinese(names: list[str]) -> str:
    more = len(names) - _NAMED
    return "、".join(names[:_NAMED]) + (f"等（另有{more}种）" if more > 0 else "")


def _unshared(sides: tuple[_Side, _Side]) -> Iterator[Label]:
    old, new = sides
    if old.nodes and new.nodes and not old.nodes.keys() & new.nodes.keys():
        yield Label(
            "No entity is in both, so that no change of one can be shown.",
            "没有两者共有的实体，因此看不出实体有何变化。",
        )
    unlike = sum(_is_blank(node) for node in old.nodes.keys() ^ new.nodes.keys())
    if unlike:
        yield Label(
            "An entity without an IRI counts as the same only if all that is said of it is: "
            f"{unlike} of them {'is' if unlike == 1 else 'are'} in one graph only.",
            f"没有 IRI 的实体，只有全部陈述相同才算同一个：其中{unlike}个只在一方。",
        )


def _without_direction(
    networks: tuple[Network, Network], names: tuple[Label, Label], one_way: bool
) -> Iterator[Label]:
    plain = [
        name
        for each, name in zip(networks, names, strict=True)
        if not each.graph.is_directed() and len(each)
    ]
    if len(plain) == 1 and not one_way:
        (name,) = plain
        yield Label(
            f"Links are compared without direction, as those of {name.en} have none.",
            f"{name.zh}的联系没有方向，因此比较时不计方向。",
        )
