"""Render a network as one HTML file that works offline, sends no request, and runs no data.

Up to some 1,500 nodes are drawn by vis-network, from the network that pyvis builds; more by
sigma.js, with WebGL. The page around them is our own, because pyvis's template loads Bootstrap from
a CDN even with "in_line" and runs script from a hostile heading. A content security policy with the
hash of each script and of the style lets nothing else run or load.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.page.payload import LARGE, page_payload
from yuqiao.exports.network.page.payload_encoding import encode_tables
from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import visible
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import label_language

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from yuqiao.graph.network.model import Network

RENDERERS = {
    "vis": ("vendor/vis-network.min.js", "render/glyphs.js", "render/vis_network.js"),
    "sigma": ("vendor/graphology.umd.min.js", "vendor/sigma.min.js", "render/sigma.js"),
}
"""The scripts of each renderer: libraries and helpers, then the one that draws."""

SHARED = tuple(
    f"render/{name}.js"
    for name in ("labels", "palette", "edge_lines", "image_export", "interaction", "viewport")
)
"""The scripts that both renderers share."""

SCRIPTS = tuple(
    f"{name}.js"
    for name in (
        *("model/decode", "ui/dom", "model/i18n", "model/filters", "model/centrality"),
        *("model/measures", "model/peers", "model/search", "model/overlap_removal", "model/steps"),
        *(
            "model/shortest_paths",
            "model/url_state",
            "model/saved_views",
            "model/color_scales",
            "model/table_rows",
        ),
        *("model/csv", "ui/combobox", "ui/evidence", "ui/neighbors", "compare/peers"),
        *("ego/part", "ego/columns", "ego/panel", "ego/selection", "ui/panel"),
        "ui/heading",
        *("ui/toolbar", "ui/legend", "tools/year_filter", "tools/filters", "ui/appearance"),
        *("tools/path_tool", "ui/table", "tools/export_menu", "tools/saved_views"),
        *("figures/svg", "figures/figure", "figures/caption", "figures/saving"),
        "figures/network",
        *("charts/bars", "charts/counts", "charts/chance", "charts/panel"),
        *("map/locations", "map/world", "map/panel"),
        *("compare/comparison", "compare/panel", "ui/embedding", "ui/app"),
    )
)
"""The scripts around the drawing, in the order in which they run."""

LAND = tuple(
    f"vendor/{name}.js"
    for name in ("d3-array.min", "d3-geo.min", "topojson-client.min", "land-110m", "land-50m")
)
"""The scripts that draw a map, which only a page with places has."""

FIRST = "render/one_paint.js"
"""The script in the head."""

STYLE = "page.css"

_IN_SCRIPT = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_SUSPECT = re.compile(r"\\[ubf]")  # an escape of JSON, within which may be what is not to be seen


def render_page(
    network: Network,
    *,
    lang: str = "en",
    renderer: str | None = None,
    assets: str | None = None,
    view: Mapping[str, Any] | None = None,
    chance: bool = False,
) -> str:
    """Render a network as an HTML page; the same network gives the same bytes.

    :param lang: the language the page opens in, ``en`` or ``zh``; a reader can switch
    :param renderer: ``vis`` or ``sigma``; None chooses by the number of nodes
    :param assets: the relative URL of a folder with the files of :func:`shared_files`, if several
        pages share them; None puts everything into the page
    :param view: the saved view that the page opens in; None is the usual one
    :param chance: whether it has the comparison of a two-mode network with random ones
    :raises QueryError: if it is another language
    :raises OutputError: if it is another renderer

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> page = render_page(Network(networkx.Graph()))
    >>> page.splitlines()[0]
    '<!doctype html>'
    """
    tag = label_language(lang)
    messages = json.loads(_read("messages.json"))
    payload = {
        **_built(page_payload(network, chance=chance), _renderer(network, renderer)),
        "words": messages,
    }
    scripts = _scripts(_renderer(network, renderer))
    if network.places:
        scripts = [*LAND, *scripts]
    return Template(_read("template.html")).substitute(
        lang=tag,
        title=html.escape(_title(network, messages[lang], lang)),
        noscript=html.escape(messages[lang]["script-needed"]),
        first=_script(FIRST, assets),
        policy=_policy([FIRST, *scripts]) if assets is None else _SHARING,
        style=_style(assets),
        views=_json({"views": [] if view is None else [view], "open": view is not None}),
        data=_json(encode_tables({"lang": lang, **payload})),
        scripts="\n".join(_script(name, assets) for name in scripts),
    )


def _title(network: Network, messages: dict[str, str], lang: str) -> str:
    """Return the title until the page's scripts have run."""
    usual = messages["title" if network.in_vocabulary else "title-foreign"]
    return visible(network.title.text(lang) or usual)


def shared_files() -> dict[str, str]:
    """Return the scripts and the style that pages share, by path within the folder.

    >>> sorted(shared_files())[-1]
    'vendor/vis-network.min.js'
    """
    names = {STYLE, FIRST, *LAND, *(name for renderer in RENDERERS for name in _scripts(renderer))}
    return {name: _read(name) for name in sorted(names)}


def write_page(
    network: Network,
    path: str | os.PathLike[str] | None,
    *,
    lang: str = "en",
    view: Mapping[str, Any] | None = None,
) -> None:
    """Write a network's page to a file, completely or not at all.

    :param path: of the file; an existing one is replaced; None is standard output
    :param lang: as for :func:`render_page`
    :param view: likewise
    :raises QueryError: as :func:`render_page`
    :raises OutputError: if the file cannot be written there
    """
    page = render_page(network, lang=lang, view=view, chance=True).encode()
    with open_output(path) as out:
        out.write(page)


def _renderer(network: Network, name: str | None) -> str:
    if name is None:
        return "vis" if len(network) <= LARGE else "sigma"
    if name not in RENDERERS:
        raise OutputError(f"{name} is not a renderer; expected one of {', '.join(RENDERERS)}")
    return name


def _scripts(renderer: str) -> list[str]:
    *before, own = RENDERERS[renderer]
    return [*before, *SHARED, own, *SCRIPTS]


def _read(name: str) -> str:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return text.replace("\x85", "\\x85")  # within a regular expression; HTML allows no such control


def _built(data: dict[str, Any], renderer: str) -> dict[str, Any]:
    """Have pyvis build the network that vis-network draws; return the payload with it."""
    if renderer != "vis":
        return data
    from pyvis.network import Network as VisNetwork

    drawn = VisNetwork(directed=True)  # otherwise it compares each new edge with all others
    for node in data["nodes"]:
        drawn.add_node(
            node["id"],
            label=node["en"],
            **{name: value for name, value in node.items() if name != "id"},
        )
    for edge in data["edges"]:
        rest = {name: value for name, value in edge.items() if name not in ("from", "to")}
        drawn.add_edge(edge["from"], edge["to"], **rest)
    nodes, edges, *_ = drawn.get_network_data()
    return {**data, "nodes": nodes, "edges": edges}


def _policy(scripts: list[str]) -> str:
    """Return the policy that allows scripts and style by hash (W3C CSP Level 3, section 2.3.1)."""
    hashes = " ".join(_hash(_read(name)) for name in scripts)
    return f"{_NOTHING}; script-src {hashes}; style-src {_hash(_read(STYLE))}; {_IMAGES}"


_NOTHING = "default-src 'none'"
_IMAGES = "img-src data: blob:; base-uri 'none'; form-action 'none'"
_SHARING = f"{_NOTHING}; script-src 'self' file:; style-src 'self' file:; {_IMAGES}"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _style(assets: str | None) -> str:
    if assets is None:
        return f"<style>{_read(STYLE)}</style>"
    return f'<link rel="stylesheet" href="{html.escape(assets + STYLE)}">'


def _script(name: str, assets: str | None) -> str:
    if assets is None:
        return f"<script>{_read(name)}</script>"
    return f'<script src="{html.escape(assets + name)}"></script>'


def _json(data: dict[str, Any]) -> str:
    text = _dumped(data)
    if _SUSPECT.search(text) or visible(text) != text:
        text = _dumped(_visible(data))
    for character, escape in _IN_SCRIPT.items():
        text = text.replace(character, escape)
    return text


def _dumped(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _visible(value: Any) -> Any:
    """Replace invisible characters in every text of a JSON value."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(key): _visible(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_visible(each) for each in value]
    return value
