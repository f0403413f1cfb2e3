"""Read a saved view of the network page, and apply it to a network that is drawn as a figure.

The page writes and reads the same files (``page/model/saved_views.js``): its filters, selection and
language by the names they have in its address, the positions of moved nodes, and the part of the
picture that is seen.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.layout.layered import NodePosition, is_register, layered_layout
from yuqiao.exports.network.page.evidence import EvidenceTables
from yuqiao.exports.network.page.payload import LARGE
from yuqiao.exports.network.picture.scene import Scene, Window
from yuqiao.exports.network.viewed_part import part_names, shown_part, unknown_part
from yuqiao.graph.errors import QueryError
from yuqiao.graph.labels import Label
from yuqiao.graph.messages import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from yuqiao.graph.network.model import Network
    from yuqiao.graph.network.spec import NetworkSpec
    from yuqiao.graph.stores.store import Store

VERSION = 1
_FACETS = {
    "country": ("countries", Label("country", "国家（地区）")),
    "level": ("level", Label("level", "层次")),
    "form": ("form", Label("form", "办学形式")),
    "field": ("fields", Label("field", "学科领域")),
    "school": ("schools", Label("school", "中方院校")),
    "stem": ("stem", Label("STEM", "STEM（理工）")),
    "status": ("status", Label("status", "状态")),
}
_OF_PAGE = ("lang", "show", "places", "compare", "side", "tool", "hide", "colour", "size", "years",
            "undated", "node", "partnership", "edge", "path", "step", "table", "sort",
            "page", "nodes", "centre", "opened", "only", "without")  # fmt: skip
_ON_PAGE_ONLY = {"colour": "colours", "size": "sizes", "path": "path"}
_YEARS = re.compile(r"(\d{0,4})-(\d{0,4})")


@dataclass(frozen=True)
class SavedView:
    """A view that the page has saved.

    :param state: the parts of the page's address, by name
    :param narrow: whether the positions are those of the layout for narrow pages
    :param positions: of the moved nodes, by IRI
    :param window: the part of the picture that is seen; None for the whole
    :param data: the view as the page reads it
    """

    name: str
    state: Mapping[str, str]
    narrow: bool
    positions: Mapping[str, tuple[int, int]]
    window: Window | None
    data: Mapping[str, Any] = field(repr=False)

    @property
    def hidden(self) -> frozenset[str]:
        """The kinds of node that are hidden."""
        return frozenset(filter(None, self.state.get("hide", "").split(",")))


@dataclass(frozen=True)
class ViewedNetwork:
    """A network as a view shows it.

    :param warnings: what the view has that this network or a figure does not
    """

    network: Network
    scene: Scene
    warnings: tuple[str, ...]


def read_view(path: Path) -> SavedView:
    """Read a saved view.

    :raises QueryError: if the file cannot be read, or is not a view

    >>> from pathlib import Path
    >>> read_view(Path("/none.json"))
    Traceback (most recent call last):
    ...
    yuqiao.graph.errors.QueryError: /none.json: No such file or directory
    """
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise QueryError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8, and so not a saved view") from error
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise QueryError(f"{where}: not JSON, and so not a saved view") from error
    except RecursionError as error:
        raise QueryError(f"{path}: not a saved view: nested too deeply") from error
    wrong = next(_wrong(data), None)
    if wrong is not None:
        raise QueryError(f"{path}: not a saved view: {wrong}")
    camera = data["camera"]
    return SavedView(
        data["name"],
        data["state"],
        data["positions"]["layout"] == "narrow",
        {
            node: (round(spot["x"]), round(spot["y"]))
            for node, spot in data["positions"]["nodes"].items()
        },
        None if camera is None else _window(camera),
        data,
    )


def _wrong(data: Any) -> Iterator[str]:
    """Yield what is not as a view has it, and what was expected."""
    if not isinstance(data, dict) or data.get("yuqiao-view") != VERSION:
        yield f'"yuqiao-view" must be {VERSION}; save a view in the Save tool of the network page'
        return
    if not isinstance(data.get("name"), str):
        yield '"name" must be a text'
    if not isinstance(data.get("state"), dict):
        yield '"state" must be an object of texts'
        return
    for key, value in data["state"].items():
        if key not in (*_FACETS, *_OF_PAGE):
            yield f'"state" has no "{key}"; expected one of {", ".join((*_FACETS, *_OF_PAGE))}'
        elif not isinstance(value, str):
            yield f'"state": "{key}" must be a text'
    if data["state"].get("lang", "en") not in {"en", "zh"}:
        yield '"state": "lang" must be "en" or "zh"'
    if (years := data["state"].get("years")) and not _YEARS.fullmatch(str(years)):
        yield '"state": "years" must be such as "2015-2025"'
    yield from _wrong_positions(data.get("positions"))
    camera = data.get("camera", 0)
    if camera is not None and not _is_camera(camera):
        yield '"camera" must be null, or have "x", "y", "scale", "width" and "height"'


def _wrong_positions(positions: Any) -> Iterator[str]:
    if not isinstance(positions, dict) or not isinstance(positions.get("nodes"), dict):
        yield '"positions" must have "layout" and "nodes"'
        return
    if positions.get("layout") not in {"wide", "narrow"}:
        yield '"positions": "layout" must be "wide" or "narrow"'
    for node, spot in positions["nodes"].items():
        if not isinstance(spot, dict) or not all(_is_number(spot.get(axis)) for axis in "xy"):
            yield f'"positions": <{node}> must have "x" and "y"'
        elif not isinstance(spot.get("pinned"), bool):
            yield f'"positions": "pinned" of <{node}> must be true or false'


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_camera(camera: Any) -> bool:
    return (
        isinstance(camera, dict)
        and all(_is_number(camera.get(key)) for key in ("x", "y", "scale", "width", "height"))
        and all(camera[key] > 0 for key in ("scale", "width", "height"))
    )


def _window(camera: Mapping[str, float]) -> Window:
    across = camera["width"] / camera["scale"] / 2
    down = camera["height"] / camera["scale"] / 2
    return Window(
        camera["x"] - across, camera["x"] + across, camera["y"] - down, camera["y"] + down
    )


def view_network(wanted: NetworkSpec, store: Store, view: SavedView) -> ViewedNetwork:
    """Build a network as a view shows it: filtered, its nodes where they are on the page.

    :raises QueryError: as :meth:`~yuqiao.graph.network.spec.NetworkSpec.drawing`
    """
    whole = wanted.drawing(store)
    chosen, _ = _chosen(whole, view)
    network = whole
    if chosen is not None:
        selection = replace(wanted.selection, among=chosen)
        network = replace(wanted, selection=selection).drawing(store)
    network = shown_part(_without_hidden(network, view.hidden), view.state)
    scene = Scene(_places(whole, network, view), _lit(network, view), view.window)
    if view.state.get("centre") in whole.graph:
        scene = Scene(None, scene.lit, None)
    on_page = [part for key, part in _ON_PAGE_ONLY.items() if view.state.get(key)]
    missing = [f"a figure does not show the {' and '.join(on_page)} of the view"] if on_page else []
    return ViewedNetwork(network, scene, (*missing, *unknown_parts(whole, view)))


def unknown_parts(network: Network, view: SavedView) -> tuple[str, ...]:
    """Return, a line each, what a view has that a network does not."""
    _, unknown = _chosen(network, view)
    lost = sum(node not in network.graph for node in view.positions)
    if lost:
        unknown.append(f"{counted(lost, 'node')} moved in the view, but not in this network")
    lost_part = unknown_part(network, view.state)
    return (*unknown, lost_part) if lost_part else tuple(unknown)


def _chosen(
    network: Network, view: SavedView
) -> tuple[tuple[Label, frozenset[str]] | None, list[str]]:
    """Return what the filters of a view select, in words and as IRIs, and what is unknown."""
    lists = EvidenceTables(network).lists()
    kept = lists["partnerships"]
    said: list[Label] = []
    unknown = []
    for name, (facet, label) in _FACETS.items():
        terms = lists["terms"].get(facet, {})
        asked = [key for key in view.state.get(name, "").split(",") if key]
        unknown += [f"no partnership of this network has {name} {key}"
                    for key in asked if key not in terms]  # fmt: skip
        known = [key for key in asked if key in terms]
        if known:
            kept = [each for each in kept if set(each.get(facet, ())) & set(known)]
            english = " or ".join(terms[key]["en"] for key in known)
            chinese = "或".join(terms[key]["zh"] for key in known)
            said.append(Label(f"{label.en} {english}", f"{label.zh} {chinese}"))
    since, until = _years(view)
    if since is not None or until is not None:
        undated = view.state.get("undated") != "no"
        kept = [each for each in kept if _in_years(each["year"], since, until, undated)]
        said.append(_years_label(since, until, undated))
    if not said:
        return None, unknown
    label = Label(", ".join(each.en for each in said), "，".join(each.zh for each in said))
    return (label, frozenset(each["iri"] for each in kept)), unknown


def _years(view: SavedView) -> tuple[int | None, int | None]:
    found = _YEARS.fullmatch(view.state.get("years", ""))
    if found is None:
        return None, None
    since, until = (int(year) if year else None for year in found.groups())
    return (until, since) if since and until and since > until else (since, until)


def _in_years(year: int | None, since: int | None, until: int | None, undated: bool) -> bool:
    if year is None:
        return undated
    return (since is None or year >= since) and (until is None or year <= until)


def _years_label(since: int | None, until: int | None, undated: bool) -> Label:
    english = f"approved {since or ''}-{until or ''}"
    chinese = f"{since or ''}-{until or ''}年批准"
    if undated:
        return Label(f"{english} or in an unknown year", f"{chinese}或批准年份未知")
    return Label(english, chinese)


def _without_hidden(network: Network, hidden: frozenset[str]) -> Network:
    gone = [node for node, kind in network.graph.nodes(data="kind") if kind in hidden]
    if not gone:
        return network
    graph = network.graph.copy()
    graph.remove_nodes_from(gone)
    return replace(network, graph=graph)


def _places(whole: Network, network: Network, view: SavedView) -> dict[str, NodePosition]:
    """Return where the page draws the nodes: in the layout of the whole network, or moved."""
    if is_register(whole.graph) and len(whole) <= LARGE:
        places = layered_layout(whole.graph, sides=1 if view.narrow else 2)
    else:
        from yuqiao.exports.network.layout.free import free_layout

        places = free_layout(whole.graph)
    found = {}
    for node in network.graph:
        usual = places[node]
        x, y = view.positions.get(node, (usual.x, usual.y))
        found[node] = NodePosition(x, y, usual.side)
    return found


def _lit(network: Network, view: SavedView) -> frozenset[str] | None:
    """Return the selected nodes with their neighbours; None if nothing is selected."""
    graph = network.graph
    if several := [node for node in part_names(view.state, "nodes") if node in graph]:
        near = (other for node in several for pair in _edges_at(graph, node) for other in pair)
        return frozenset({*several, *near})
    if (node := view.state.get("node")) in graph:
        near = (other for pair in _edges_at(graph, node) for other in pair)
        return frozenset({str(node), *near})
    if edge := view.state.get("edge"):
        return frozenset(end for end in edge.split(" ")[:2] if end in graph) or None
    if partnership := view.state.get("partnership"):
        own = graph.nodes(data="partnerships", default=())
        return frozenset(node for node, behind in own if partnership in behind) or None
    return None


def _edges_at(graph: Any, node: object) -> list[tuple[str, str]]:
    found = list(graph.edges(node))
    return [*found, *graph.in_edges(node)] if graph.is_directed() else found
