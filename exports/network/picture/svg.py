"""A network as SVG: text stays text, the same network gives the same bytes, and nothing runs.

Kinds are told by shape and by colour; the colours are those of the network page. The picture says
of itself what it shows, of when, and from which sources (SVG 1.1, https://www.w3.org/TR/SVG11/;
its title and description are read out by screen readers, https://www.w3.org/TR/svg-aam-1.0/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from yuqiao.exports.network.layout.layered import is_register, layout_of
from yuqiao.exports.network.palette import colour_of, colours
from yuqiao.exports.network.picture.captions import Wording
from yuqiao.exports.network.picture.glyphs import LINE, Sign, signs_of
from yuqiao.exports.network.picture.text_metrics import width_of
from yuqiao.exports.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

FONTS = (
    "'Noto Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'Helvetica Neue', Arial, sans-serif"
)
_HUES = {"partner": "university", "subject": "discipline", "place": "country"}
_FLOWING = {"partner", "subject"}
_MARGIN, _GAP = 24, 14
_NARROWEST = 560
_REGISTER_ROOM = 320  # units beside a register's outermost marks that their names may take
_TITLE, _TEXT = 20, 13


@dataclass(frozen=True)
class Drawing:
    """An SVG document, with what it says of itself and its size in units."""

    svg: str
    title: str
    description: str
    width: float
    height: float
    lang: str


def drawing_of(network: nx.Graph, *, lang: str = "en") -> Drawing:
    """Draw a network as an SVG document.

    :param network: as :func:`yuqiao.graph.network.builder.network_of` gives it
    :param lang: the language of its words and names, ``en`` or ``zh``

    >>> import networkx
    >>> network = networkx.Graph(date="2026-11-23", partnerships={}, sources={})
    >>> network.add_node("urn:cqu", kind="school", label_en="Chongqing University")
    >>> drawing = drawing_of(network)
    >>> drawing.title, "Chongqing University</text>" in drawing.svg
    ('China-foreign education partnerships', True)
    """
    signs = _signs(network, lang)
    drawn = {sign.node: sign for sign in signs}
    wording = Wording(network, lang, sum(bool(sign.lines) for sign in signs))
    frame = _Frame.around(signs, wording)
    lines = [
        *_opening(frame, wording, lang),
        *_heading(frame, wording),
        *_edges(network, drawn),
        *(line for sign in signs for line in _sign(sign)),
        *_footing(frame, wording),
        "</svg>",
    ]
    return Drawing(
        "\n".join(lines) + "\n",
        visible(wording.title),
        visible(wording.description),
        frame.width,
        frame.height,
        lang,
    )


def _signs(network: nx.Graph, lang: str) -> list[Sign]:
    if is_register(network):
        return signs_of(network, layout_of(network), lang, _REGISTER_ROOM)
    from yuqiao.exports.network.layout.free import free_layout_of

    return signs_of(network, free_layout_of(network), lang, 0)


@dataclass(frozen=True)
class _Frame:
    """The edges of the document in the units of the layout; what is said stands above and below.

    :param scale: how much larger what is said is drawn, so that it can be read in a large picture
    """

    left: float
    top: float
    width: float
    height: float
    scale: float
    heading: list[str]
    legend: list[list[tuple[str, str]]]
    footing: list[str]

    @classmethod
    def around(cls, signs: list[Sign], wording: Wording) -> _Frame:
        edges = [sign.reach for sign in signs] or [(0.0, 0.0, 0.0, 0.0)]
        left, right = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
        top, bottom = min(edge[2] for edge in edges), max(edge[3] for edge in edges)
        scale = max(1.0, (right - left) / 1600)
        room = max(right - left, _NARROWEST) / scale
        heading, footing = wording.heading(_TEXT, room), wording.footing(_TEXT, room)
        legend = wording.legend(_TEXT, room)
        above = scale * (_TITLE + _TEXT * 1.5 * (len(heading) + 1.4 * len(legend)) + 2 * _GAP)
        below = scale * (_TEXT * 1.5 * len(footing) + _GAP)
        return cls(
            round((left + right - room * scale) / 2 - _MARGIN, 1),
            round(top - above - _MARGIN, 1),
            round(room * scale + 2 * _MARGIN, 1),
            round(bottom - top + above + below + 2 * _MARGIN, 1),
            round(scale, 3),
            heading,
            legend,
            footing,
        )


def _opening(frame: _Frame, wording: Wording, lang: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    size = f'width="{_number(frame.width)}" height="{_number(frame.height)}"'
    box = " ".join(map(_number, (frame.left, frame.top, frame.width, frame.height)))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}" role="img" '
        f'aria-labelledby="title description" lang="{"zh-Hans" if lang == "zh" else "en"}" '
        f'font-family="{FONTS}">'
    )
    yield f'<title id="title">{_text(wording.title)}</title>'
    yield f'<desc id="description">{_text(wording.description)}</desc>'
    ends = f'x="{_number(frame.left)}" y="{_number(frame.top)}" {size}'
    yield f'<rect {ends} fill="{colours()["paper"]}"/>'


def _heading(frame: _Frame, wording: Wording) -> Iterator[str]:
    """Write the title, what is shown, and the legend, from the top left down."""
    yield _block(frame.left + _MARGIN, frame.top + _MARGIN, frame.scale)
    down: float = _TITLE
    yield (
        f'<text y="{down}" font-size="{_TITLE}" font-weight="600" fill="{colours()["ink"]}">'
        f"{_text(wording.title_within((frame.width - 2 * _MARGIN) / frame.scale, _TITLE))}</text>"
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


def _footing(frame: _Frame, wording: Wording) -> Iterator[str]:
    """Write what the signs mean and where the facts are from, at the bottom left."""
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


def _edges(network: nx.Graph, drawn: Mapping[str, Sign]) -> Iterator[str]:
    """Draw the edges, each relation and colour in a group of its own."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one, other, own in network.edges(data=True):
        relation = str(own.get("relation", ""))
        hue = _HUES.get(relation) or drawn[other].kind
        groups.setdefault((relation, hue), []).append(_edge(drawn[one], drawn[other], own))
    for (relation, hue), paths in groups.items():
        opacity = 0.3 if relation == "subject" else 0.45
        yield (
            f'<g fill="none" stroke="{colour_of(hue)}" stroke-opacity="{opacity}">\n'
            + "\n".join(paths)
            + "\n</g>"
        )


def _edge(one: Sign, other: Sign, own: Mapping[str, object]) -> str:
    relation, weight = own.get("relation"), own.get("weight", 1)
    width = 1.0
    if relation not in {"place", "subject"} and isinstance(weight, int | float):
        width = 0.6 + 0.9 * min(max(float(weight), 0.5), 5)
    dashed = ' stroke-dasharray="5 4"' if own.get("partnerships") and not own.get("current") else ""
    start, end = f"{_number(one.x)} {_number(one.y)}", f"{_number(other.x)} {_number(other.y)}"
    way = f"L{end}"
    if relation in _FLOWING:
        middle = _number((one.x + other.x) / 2)
        way = f"C{middle} {_number(one.y)} {middle} {_number(other.y)} {end}"
    return f'<path d="M{start}{way}" stroke-width="{_number(width)}"{dashed}/>'


def _sign(sign: Sign) -> Iterator[str]:
    """Draw a node: a box with its name in it, or a mark with its name beside it."""
    yield f"<g><title>{_text(sign.name)}</title>"
    yield from _box(sign) if sign.boxed else _mark(sign)
    yield "</g>"


def _box(sign: Sign) -> Iterator[str]:
    left, right, top, bottom = sign.reach
    corner = 5 if sign.kind == "school" else (bottom - top) / 2
    fill, stroke = colours()[f"{sign.kind}-fill"], colour_of(sign.kind)
    yield (
        f'<rect x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" '
        f'height="{_number(bottom - top)}" rx="{_number(corner)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"/>'
    )
    middle = (left + right - (18 if sign.count else 0)) / 2
    first = sign.y - (len(sign.lines) - 1) / 2 * LINE + 4.2
    for row, line in enumerate(sign.lines):
        yield _name(line, middle, first + row * LINE, sign, "middle")
    if sign.count:
        yield _count(sign.count, right - 9, sign.y + 4, sign, "end")


def _mark(sign: Sign) -> Iterator[str]:
    yield _key(sign.kind, sign.x, sign.y, sign.radius)
    if not sign.lines:
        return
    anchor = "start" if sign.side > 0 else "end"
    start = sign.x + sign.side * 12
    yield _name(sign.lines[0], start, sign.y + 4.5, sign, anchor)
    if sign.bold and sign.count:
        beside = width_of(sign.lines[0], sign.size, bold=True) + 7
        yield _count(sign.count, start + sign.side * beside, sign.y + 4.2, sign, anchor)


def _name(text: str, x: float, y: float, sign: Sign, anchor: str) -> str:
    weight, colour = ' font-weight="600"' * sign.bold, sign.kind if sign.bold else "ink"
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(sign.size)}"{weight} '
        f'text-anchor="{anchor}" fill="{colour_of(colour)}">{_text(text)}</text>'
    )


def _count(text: str, x: float, y: float, sign: Sign, anchor: str) -> str:
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="11" font-weight="600" '
        f'text-anchor="{anchor}" fill="{colour_of(sign.kind)}">{text}</text>'
    )


def _key(kind: str, x: float, y: float, radius: float = 6) -> str:
    """Draw the mark of a kind: a box, a diamond or a disc."""
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
