"""The network as one HTML file that opens from disk, asks nobody for anything, and runs no data.

Up to some 1,500 nodes are drawn by vis-network, from what pyvis builds; more by sigma.js, with
WebGL. The page around them is our own, because pyvis's template asks a CDN for Bootstrap even when
told to be "in_line" and runs script from a hostile heading. A content security policy that names
the hash of each script and of the style lets nothing else run or load.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.page.encoding import packed
from yuqiao.exports.network.page.payload import LARGE, page_data
from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import visible
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import language_tag

if TYPE_CHECKING:
    import os

    import networkx as nx

RENDERERS = {
    "vis": ("vendor/vis-network.min.js", "render/glyphs.js", "render/vis_network.js"),
    "sigma": ("vendor/graphology.umd.min.js", "vendor/sigma.min.js", "render/sigma.js"),
}
"""The scripts of each renderer: those of others and of its own, then the one that draws."""

SHARED = tuple(
    f"render/{name}.js" for name in ("labels", "palette", "image_export", "interaction", "viewport")
)
"""The scripts that both renderers share."""

SCRIPTS = tuple(
    f"{name}.js"
    for name in (
        *("model/decode", "ui/dom", "model/i18n", "model/filters", "model/search"),
        *("model/shortest_paths", "model/url_state", "model/color_scales", "model/table_rows"),
        *("model/csv", "ui/combobox", "ui/evidence", "ui/neighbors", "ui/panel", "ui/heading"),
        *("ui/toolbar", "ui/legend", "ui/year_filter", "ui/filters", "ui/appearance"),
        *("ui/path_tool", "ui/table", "ui/export_menu", "ui/app"),
    )
)
"""The scripts around the drawing, in the order in which they run."""

STYLE = "page.css"

_IN_SCRIPT = str.maketrans(
    {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
)


def page_of(
    network: nx.Graph, *, lang: str = "en", renderer: str | None = None, assets: str | None = None
) -> str:
    """Write a network as an HTML page; the same network gives the same bytes.

    :param network: as :func:`yuqiao.graph.network.builder.network_of` gives it, or any other of
        networkx
    :param lang: the language the page opens in, ``en`` or ``zh``; a reader can switch
    :param renderer: ``vis`` or ``sigma``; None chooses by the number of nodes
    :param assets: the relative address of a folder with the files of :func:`shared_files`, when
        several pages share them; None puts all into the page
    :raises QueryError: when it is another language
    :raises OutputError: when it is another renderer

    >>> import networkx
    >>> page = page_of(networkx.Graph())
    >>> page.splitlines()[0]
    '<!doctype html>'
    """
    tag = language_tag(lang)
    words = json.loads(_read("messages.json"))
    told = {**_built(page_data(network), _renderer(network, renderer)), "words": words}
    scripts = _scripts(_renderer(network, renderer))
    return Template(_read("template.html")).substitute(
        lang=tag,
        title=html.escape(words[lang]["title"]),
        noscript=html.escape(words[lang]["script-needed"]),
        policy=_policy(scripts) if assets is None else _SHARING,
        style=_style(assets),
        data=_json(packed({"lang": lang, **told})),
        scripts="\n".join(_script(name, assets) for name in scripts),
    )


def shared_files() -> dict[str, str]:
    """Give the scripts and the style that pages share, by their path within the folder.

    >>> sorted(shared_files())[-1]
    'vendor/vis-network.min.js'
    """
    names = {STYLE, *(name for renderer in RENDERERS for name in _scripts(renderer))}
    return {name: _read(name) for name in sorted(names)}


def write_page(network: nx.Graph, path: str | os.PathLike[str] | None, *, lang: str = "en") -> None:
    """Write a network's page to a file, whole or not at all.

    :param network: as for :func:`page_of`
    :param path: where to write; an existing file is replaced; None is standard output
    :param lang: as for :func:`page_of`
    :raises QueryError: as :func:`page_of`
    :raises OutputError: when the file cannot be written there
    """
    page = page_of(network, lang=lang).encode()
    with open_output(path) as out:
        out.write(page)


def _renderer(network: nx.Graph, asked: str | None) -> str:
    if asked is None:
        return "vis" if len(network) <= LARGE else "sigma"
    if asked not in RENDERERS:
        raise OutputError(f"{asked} is not a renderer; expected one of {', '.join(RENDERERS)}")
    return asked


def _scripts(renderer: str) -> list[str]:
    *before, own = RENDERERS[renderer]
    return [*before, *SHARED, own, *SCRIPTS]


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _built(data: dict[str, Any], renderer: str) -> dict[str, Any]:
    """Let pyvis build what vis-network draws, and give the data with it."""
    if renderer != "vis":
        return data
    from pyvis.network import Network

    drawn = Network(directed=True)  # else it compares each new edge with all that there are
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
    """Name what may run and style the page, by its hash (W3C CSP Level 3, section 2.3.1)."""
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
    text = json.dumps(_seen(data), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_IN_SCRIPT)


def _seen(value: Any) -> Any:
    """Replace what cannot be seen in every text of a JSON value."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(key): _seen(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_seen(each) for each in value]
    return value
