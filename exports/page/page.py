"""The network as one HTML file that opens from disk, asks nobody for anything, and runs no data.

pyvis builds the nodes and edges that vis-network draws and brings vis-network itself; the page
around them is our own, because pyvis's template asks a CDN for Bootstrap even when told to be
"in_line" and runs script from a hostile heading. A content security policy that names the hash of
each script and of the style lets nothing else run or load.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from yuqiao.exports.page.pinyin import spellings
from yuqiao.exports.writing import open_atomically, standard_output
from yuqiao.graph.languages import language_tag
from yuqiao.graph.layout import is_register, layout_of
from yuqiao.graph.partnerships import Label

if TYPE_CHECKING:
    import os

    import networkx as nx

    from yuqiao.graph.layout import Place
    from yuqiao.graph.partnerships import Partnership, Source

_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": False,
        "selectable": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}

# Characters that are not seen, or that turn the reading order of what follows (UAX #9), are shown
# as replacement characters: a name must not pass for another.
_UNSEEN = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F),
     *range(0x2066, 0x206A)], "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip
_IN_SCRIPT = str.maketrans(
    {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
)


def page_of(network: nx.Graph, *, lang: str = "en") -> str:
    """Write a network as an HTML page; the same network gives the same bytes.

    :param network: as :func:`yuqiao.graph.network.network_of` gives it
    :param lang: the language the page opens in, ``en`` or ``zh``; a reader can switch
    :raises QueryError: when it is another language

    >>> import networkx
    >>> page = page_of(networkx.Graph(date="", partnerships={}, sources={}))
    >>> page.splitlines()[0]
    '<!doctype html>'
    """
    tag = language_tag(lang)
    words = json.loads(_read("words.json"))
    scripts = {"vis": _vis_network(), "drawing": _read("drawing.js"), "page": _read("page.js")}
    style = _read("page.css")
    return Template(_read("template.html")).substitute(
        lang=tag,
        title=html.escape(words[lang]["title"]),
        noscript=html.escape(words[lang]["script-needed"]),
        csp_scripts=" ".join(_hash(script) for script in scripts.values()),
        csp_style=_hash(style),
        style=style,
        data=json.dumps(
            _seen({**_data(network), "lang": lang, "words": words}),
            ensure_ascii=False,
            separators=(",", ":"),
        ).translate(_IN_SCRIPT),
        **scripts,
    )


def write_page(network: nx.Graph, path: str | os.PathLike[str] | None, *, lang: str = "en") -> None:
    """Write a network's page to a file, whole or not at all.

    :param network: as :func:`yuqiao.graph.network.network_of` gives it
    :param path: where to write; an existing file is replaced; None is standard output
    :param lang: as for :func:`page_of`
    :raises QueryError: as :func:`page_of`
    :raises OutputError: when the file cannot be written there
    """
    page = page_of(network, lang=lang).encode()
    with standard_output() if path is None else open_atomically(path) as out:
        out.write(page)


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _vis_network() -> str:
    """Give the newest vis-network that pyvis carries."""
    kept = files("pyvis").joinpath("lib")
    newest = max(folder.name for folder in kept.iterdir() if folder.name.startswith("vis-"))
    return kept.joinpath(newest, "vis-network.min.js").read_text("utf-8")


def _hash(text: str) -> str:
    """Give a text's source expression (W3C CSP Level 3, section 2.3.1)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _seen(value: Any) -> Any:
    """Replace what cannot be seen in every text of a JSON value."""
    if isinstance(value, str):
        return value.translate(_UNSEEN)
    if isinstance(value, dict):
        return {key: _seen(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_seen(each) for each in value]
    return value


def _data(network: nx.Graph) -> dict[str, Any]:
    """Give what the page draws and shows; nodes, partnerships and sources by their number."""
    known = network.graph["partnerships"]
    sources = network.graph["sources"]
    nodes, edges, _, _, _, options = _drawn(network).get_network_data()
    number = {iri: index for index, iri in enumerate(sources)}
    regions = {label for each in known.values() for label in each.facts.get("region", ())}
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "partnerships": [_partnership(each, network, number) for each in known.values()],
        "sources": [_source(each) for each in sources.values()],
        "kinds": list(dict.fromkeys(kind for _, kind in network.nodes(data="kind"))),
        "register": is_register(network),
        "about": network.graph.get("about", Label("", ""))._asdict(),
        "date": network.graph["date"],
        "region": regions.pop()._asdict() if len(regions) == 1 else None,
    }


def _drawn(network: nx.Graph) -> Any:
    """Build the pyvis network: where each node stands, and what the page needs to know of it."""
    from pyvis.network import Network

    places, narrow = _places(network)
    partnership = {iri: index for index, iri in enumerate(network.graph["partnerships"])}
    source = {iri: index for index, iri in enumerate(network.graph["sources"])}
    number = {iri: index for index, iri in enumerate(network)}
    drawn = Network()
    drawn.set_options(json.dumps(_OPTIONS))
    for iri, own in network.nodes(data=True):
        drawn.add_node(
            number[iri],
            label=own["label_en"],
            **places[iri]._asdict(),
            narrow=narrow[iri]._asdict(),
            kind=own["kind"],
            en=own["label_en"],
            zh=own["label_zh"],
            aliases=own["aliases"],
            pinyin=spellings(own["label_zh"]),
            links=own["links"],
            members=_named(own["members"]),
            current=own["current"],
            partnerships=[partnership[each] for each in own["partnerships"]],
            sources=[source[each] for each in own["sources"] if each in source],
        )
    for one, other, own in network.edges(data=True):
        drawn.add_edge(
            number[one],
            number[other],
            relation=own["relation"],
            current=own["current"],
            partnerships=[partnership[each] for each in own["partnerships"]],
        )
    return drawn


def _places(network: nx.Graph) -> tuple[dict[str, Place], dict[str, Place]]:
    """Give the places for a wide page and for a narrow one."""
    if is_register(network):
        return layout_of(network), layout_of(network, sides=1)
    from yuqiao.graph.free_layout import free_layout_of

    places = free_layout_of(network)
    return places, places


def _partnership(each: Partnership, network: nx.Graph, source: dict[str, int]) -> dict[str, Any]:
    nodes = [
        index
        for index, (_, own) in enumerate(network.nodes(data=True))
        if each.iri in own["partnerships"]
    ]
    return {
        **each.label._asdict(),
        "ended": each.ended,
        "page": each.page,
        "nodes": nodes,
        "disciplines": _named(each.taught),
        "facts": {name: _named(labels) for name, labels in each.facts.items()},
        "sources": [source[iri] for iri in each.sources if iri in source],
    }


def _source(each: Source) -> dict[str, str]:
    return {
        **each.title._asdict(),
        "url": each.url,
        "publisher": each.publisher,
        "date": each.date,
    }


def _named(labels: tuple[Label, ...]) -> list[dict[str, str]]:
    return [label._asdict() for label in labels]
