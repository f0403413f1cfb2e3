"""Draw a network as SVG: with text as text, the same bytes each time, and no script.

Kinds differ in shape and in colour; the colours are those of the network page. The picture states
what it shows, its date and its sources (SVG 1.1, https://www.w3.org/TR/SVG11/;
its title and description are read out by screen readers, https://www.w3.org/TR/svg-aam-1.0/).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from yuqiao.exports.network.layout.layered import is_register, layered_layout
from yuqiao.exports.network.palette import colour_of, colours, hues_of
from yuqiao.exports.network.picture.captions import LINE_KEY, Captions
from yuqiao.exports.network.picture.edge_lines import arrow_head, edge_lines
from yuqiao.exports.network.picture.glyphs import LINE, Glyph, glyphs_of
from yuqiao.exports.network.picture.scene import Scene, Window
from yuqiao.exports.network.picture.text_metrics import width_of
from yuqiao.exports.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from yuqiao.exports.network.palette import Hues
    from yuqiao.exports.network.picture.edge_lines import Line
    from yuqiao.graph.network.model import Network

FONTS = (
    "'Noto Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'Helvetica Neue', Arial, sans-serif"
)
_FLOWING = {"partner", "subject"}
_MARGIN, _GAP = 24, 14
_NARROWEST = 560
_REGISTER_ROOM = 320  # units for the names beside a register's outermost marks
_TITLE, _TEXT = 20, 13
_DIMMED = 0.3  # opacity of what is not highlighted, as on the page


@dataclass(frozen=True)
class Drawing:
    """An SVG document with its title, its description and its size in units."""

    svg: str
    title: str
    description: str
    width: float
    height: float
    lang: str


def draw_svg(network: Network, *, lang: str = "en", scene: Scene | None = None) -> Drawing:
    """Draw a network as an SVG document.

    :param lang: the language of its text, ``en`` or ``zh``
    :param scene: how it is shown; None lays all of it out

    >>> import networkx
    >>> from yuqiao.graph.network.model import Network
    >>> graph = networkx.Graph()
    >>> graph.add_node("urn:cqu", kind="school", label_en="Chongqing University")
    >>> drawing = draw_svg(Network(graph, date="2026-11-23"))
    >>> drawing.title, "Chongqing University</text>" in drawing.svg
    ('China-foreign education partnerships', True)
    """
    hues = hues_of(network)
    scene = scene or Scene()
    glyphs = drawn_glyphs(network, lang, scene)
    drawn = {glyph.node: glyph for glyph in glyphs}
    named = sum(bool(glyph.lines) for glyph in glyphs)
    captions = Captions(network, lang, named, [each.name for each in glyphs if each.shortened])
    frame = _Frame.around(scene.window or _bounds(glyphs), captions)
    lines = [
        *_opening(frame, captions, lang),
        *_heading(frame),
        *_windowed(scene.window, _body(network, drawn, hues, scene.lit)),
        *_footing(frame, captions),
        "</svg>",
    ]
    return Drawing(
        "\n".join(lines) + "\n",
        visible(captions.title),
        visible(captions.description),
        frame.width,
        frame.height,
        lang,
    )


def drawn_glyphs(network: Network, lang: str, scene: Scene) -> list[Glyph]:
    """Return the glyphs of all nodes where a picture has them, their kinds by the colour."""
    hues = hues_of(network)
    return [
        replace(glyph, kind=hues.kinds.get(glyph.kind, glyph.kind))
        for glyph in _glyphs(network.graph, lang, scene)
    ]


def _glyphs(graph: nx.Graph, lang: str, scene: Scene) -> list[Glyph]:
    if scene.places is not None:
        room = _REGISTER_ROOM if is_register(graph) else 0
        return glyphs_of(graph, scene.places, lang, room)
    if is_register(graph):
        return glyphs_of(graph, layered_layout(graph), lang, _REGISTER_ROOM)
    from yuqiao.exports.network.layout.free import free_layout

    return glyphs_of(graph, free_layout(graph), lang, 0)


def _bounds(glyphs: list[Glyph]) -> Window:
    """Return the bounds of all glyphs with their names."""
    lefts, rights, tops, bottoms = (
        zip(*(glyph.reach for glyph in glyphs), strict=True) if glyphs else ((0.0,),) * 4
    )
    return Window(min(lefts), max(rights), min(tops), max(bottoms))


@dataclass(frozen=True)
class _Frame:
    """The bounds of the document in the units of the layout; captions are above and below.

    :param scale: how much larger the captions are drawn, to be readable in a large picture
    """

    left: float
    top: float
    width: float
    height: float
    scale: float
    title: list[str]
    heading: list[str]
    legend: list[list[tuple[str, str]]]
    footing: list[str]

    @classmethod
    def around(cls, bounds: Window, captions: Captions) -> _Frame:
        left, right, top, bottom = bounds
        scale = max(1.0, (right - left) / 1600)
        room = max(right - left, _NARROWEST) / scale
        heading, footing = captions.heading(_TEXT, room), captions.footing(_TEXT, room)
        legend = captions.legend(_TEXT, room)
        title = captions.title_lines(_TITLE, room)
        further = (len(title) - 1) * _TITLE * 1.25
        above = scale * (
            _TITLE + further + _TEXT * 1.5 * (len(heading) + 1.4 * len(legend)) + 2 * _GAP
        )
        below = scale * (_TEXT * 1.5 * len(footing) + _GAP)
        return cls(
            round((left + right - room * scale) / 2 - _MARGIN, 1),
            round(top - above - _MARGIN, 1),
            round(room * scale + 2 * _MARGIN, 1),
            round(bottom - top + above + below + 2 * _MARGIN, 1),
            round(scale, 3),
            title,
            heading,
            legend,
            footing,
        )


def _opening(frame: _Frame, captions: Captions, lang: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    size = f'width="{_number(frame.width)}" height="{_number(frame.height)}"'
    box = " ".join(map(_number, (frame.left, frame.top, frame.width, frame.height)))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}" role="img" '
        f'aria-labelledby="title description" lang="{"zh-Hans" if lang == "zh" else "en"}" '
        f'font-family="{FONTS}">'
    )
    yield f'<title id="title">{_text(captions.title)}</title>'
    yield f'<desc id="description">{_text(captions.description)}</desc>'
    ends = f'x="{_number(frame.left)}" y="{_number(frame.top)}" {size}'
    yield f'<rect {ends} fill="{colours()["paper"]}"/>'


def _heading(frame: _Frame) -> Iterator[str]:
    """Write the title, the heading and the legend, from the top left down."""
    yield _block(frame.left + _MARGIN, frame.top + _MARGIN, frame.scale)
    down: float = _TITLE
    for number, line in enumerate(frame.title):
        down = _TITLE * (1 + 1.25 * number)
        yield (
            f'<text y="{_number(down)}" font-size="{_TITLE}" font-weight="600" '
            f'fill="{colours()["ink"]}">{_text(line)}</text>'
        )
    for line in frame.heading:
        down += _TEXT * 1.5
        yield _line(line, down, "ink")
    for row in frame.legend:
        down += _TEXT * 2.1
        across = 0.0
        for kind, label in row:
            yield _key(kind, across + 8, down - 4.5)
            yield (
                f'<text x="{_number(across + 20)}" y="{_number(down)}" font-size="{_TEXT}" '
                f'fill="{colours()["ink"]}">{_text(label)}</text>'
            )
            across += 44 + width_of(label, _TEXT)
    yield "</g>"


def _footing(frame: _Frame, captions: Captions) -> Iterator[str]:
    """Write what the glyphs mean and the sources, at the bottom left."""
    height = frame.scale * _TEXT * 1.5 * len(frame.footing)
    yield _block(frame.left + _MARGIN, frame.top + frame.height - _MARGIN - height, frame.scale)
    for row, line in enumerate(frame.footing, 1):
        yield _line(line, row * _TEXT * 1.5, "quiet")
    yield "</g>"


def _block(x: float, y: float, scale: float) -> str:
    larger = "" if scale == 1 else f" scale({_number(scale)})"
    return f'<g transform="translate({_number(x)} {_number(y)}){larger}">'


def _line(line: str, down: float, colour: str) -> str:
    return (
        f'<text y="{_number(down)}" font-size="{_TEXT}" fill="{colours()[colour]}">'
        f"{_text(line)}</text>"
    )


def _windowed(window: Window | None, body: Iterator[str]) -> Iterator[str]:
    """Cut off what is outside of the part that is seen."""
    if window is None:
        yield from body
        return
    left, right, top, bottom = window
    yield (
        f'<clipPath id="window"><rect x="{_number(left)}" y="{_number(top)}" '
        f'width="{_number(right - left)}" height="{_number(bottom - top)}"/></clipPath>'
    )
    yield '<g clip-path="url(#window)">'
    yield from body
    yield "</g>"


def _body(
    network: Network, drawn: Mapping[str, Glyph], hues: Hues, lit: frozenset[str] | None
) -> Iterator[str]:
    """Draw the edges, then the nodes; first, and dimmed, those that are not highlighted."""
    yield from _edges(network, drawn, hues, lit)
    for node, glyph in drawn.items():
        if lit is not None and node not in lit:
            yield f'<g opacity="{_DIMMED}">'
            yield from _glyph(glyph)
            yield "</g>"
    for node, glyph in drawn.items():
        if lit is None or node in lit:
            yield from _glyph(glyph)


def _edges(
    network: Network, drawn: Mapping[str, Glyph], hues: Hues, lit: frozenset[str] | None
) -> Iterator[str]:
    """Draw the edges, each relation and colour in a group of its own."""
    graph = network.graph
    groups: dict[tuple[str, str, bool], list[str]] = {}
    lines = edge_lines(graph, drawn)
    for number, (one, other, own) in enumerate(graph.edges(data=True)):
        relation = str(own.get("relation", ""))
        hue = hues.of_relation(relation, "quiet" if network.is_foreign else drawn[other].kind)
        path = _edge(drawn[one], drawn[other], own)
        if lines:
            path = _course(lines[number], _width(own), hue if graph.is_directed() else "")
        is_dimmed = lit is not None and not (one in lit and other in lit)
        groups.setdefault((relation, hue, is_dimmed), []).append(path)
    for (relation, hue, is_dimmed), paths in groups.items():
        opacity = 0.06 if is_dimmed else 0.75 if lines else 0.3 if relation == "subject" else 0.45
        yield (
            f'<g fill="none" stroke="{hue}" stroke-opacity="{opacity}">\n'
            + "\n".join(paths)
            + "\n</g>"
        )


def _width(own: Mapping[str, object]) -> float:
    weight = own.get("weight", 1)
    if own.get("relation") in {"place", "subject"} or not isinstance(weight, int | float):
        return 1.0
    return 0.6 + 0.9 * min(max(float(weight), 0.5), 5)


def _course(line: Line, width: float, head: str) -> str:
    """Draw a line by its points, with an arrowhead of a colour, if there is one."""
    path = f'<path d="{_way(line)}" stroke-width="{_number(width)}"/>'
    if head:
        tip = _way(arrow_head(line, width))
        path += f'<path d="{tip}Z" fill="{head}" fill-opacity="0.75" stroke="none"/>'
    return path


def _way(points: Line) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _edge(one: Glyph, other: Glyph, own: Mapping[str, object]) -> str:
    relation, width = own.get("relation"), _width(own)
    dashed = ' stroke-dasharray="5 4"' if own.get("partnerships") and not own.get("current") else ""
    start, end = f"{_number(one.x)} {_number(one.y)}", f"{_number(other.x)} {_number(other.y)}"
    way = f"L{end}"
    if relation in _FLOWING:
        middle = _number((one.x + other.x) / 2)
        way = f"C{middle} {_number(one.y)} {middle} {_number(other.y)} {end}"
    return f'<path d="M{start}{way}" stroke-width="{_number(width)}"{dashed}/>'


def _glyph(glyph: Glyph) -> Iterator[str]:
    """Draw a node: a box with its name in it, or a mark with its name beside it."""
    yield f"<g><title>{_text(glyph.name)}</title>"
    yield from _box(glyph) if glyph.boxed else _mark(glyph)
    yield "</g>"


def _box(glyph: Glyph) -> Iterator[str]:
    left, right, top, bottom = glyph.reach
    corner = 5 if glyph.kind == "school" else (bottom - top) / 2
    fill, stroke = colours()[f"{glyph.kind}-fill"], colour_of(glyph.kind)
    yield (
        f'<rect x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" '
        f'height="{_number(bottom - top)}" rx="{_number(corner)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"/>'
    )
    middle = (left + right - (18 if glyph.count else 0)) / 2
    first = glyph.y - (len(glyph.lines) - 1) / 2 * LINE + 4.2
    for row, line in enumerate(glyph.lines):
        yield _name(line, middle, first + row * LINE, glyph, "middle")
    if glyph.count:
        yield _count(glyph.count, right - 9, glyph.y + 4, glyph, "end")


def _mark(glyph: Glyph) -> Iterator[str]:
    yield _key(glyph.kind, glyph.x, glyph.y, glyph.radius)
    if not glyph.lines:
        return
    anchor = "start" if glyph.side > 0 else "end"
    start = glyph.x + glyph.side * 12
    level = glyph.y - glyph.raised
    first = level + 4.5 - (len(glyph.lines) - 1) / 2 * LINE
    for row, line in enumerate(glyph.lines):
        yield _name(line, start, first + row * LINE, glyph, anchor)
    if glyph.bold and glyph.count:
        beside = width_of(glyph.lines[0], glyph.size, bold=True) + 7
        yield _count(glyph.count, start + glyph.side * beside, level + 4.2, glyph, anchor)


def _name(text: str, x: float, y: float, glyph: Glyph, anchor: str) -> str:
    weight, colour = ' font-weight="600"' * glyph.bold, glyph.kind if glyph.bold else "ink"
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(glyph.size)}"{weight} '
        f'text-anchor="{anchor}" fill="{colour_of(colour)}"{_halo(glyph)}>{_text(text)}</text>'
    )


def _count(text: str, x: float, y: float, glyph: Glyph, anchor: str) -> str:
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="11" font-weight="600" '
        f'text-anchor="{anchor}" fill="{colour_of(glyph.kind)}"{_halo(glyph)}>{text}</text>'
    )


def _halo(glyph: Glyph) -> str:
    """Keep lines away from a name that stands beside its mark."""
    around = f' paint-order="stroke" stroke="{colours()["paper"]}" stroke-width="3"'
    return "" if glyph.boxed else around


def _key(kind: str, x: float, y: float, radius: float = 6) -> str:
    """Draw the mark of a kind: a box, a diamond or a disc; or the line of a relation."""
    if kind.startswith(LINE_KEY):
        span = f'x1="{_number(x - 8)}" x2="{_number(x + 8)}" y1="{_number(y)}" y2="{_number(y)}"'
        return f'<line {span} stroke="{colour_of(kind.removeprefix(LINE_KEY))}" stroke-width="3"/>'
    look = f'fill="{colour_of(kind)}" stroke="{colours()["paper"]}"'
    if f"{kind}-fill" in colours():
        corner = 3 if kind == "school" else radius
        return (
            f'<rect x="{_number(x - radius)}" y="{_number(y - radius)}" '
            f'width="{_number(2 * radius)}" height="{_number(2 * radius)}" rx="{_number(corner)}" '
            f'fill="{colours()[f"{kind}-fill"]}" stroke="{colour_of(kind)}" stroke-width="2"/>'
        )
    if kind == "country":
        ends = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        points = " ".join(f"{_number(across)},{_number(down)}" for across, down in ends)
        return f'<polygon points="{points}" {look}/>'
    return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" {look}/>'


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


def _text(text: str) -> str:
    return escape(visible(text))
