"""Write a network as a slide (Office Open XML, ISO/IEC 29500) whose parts can be edited.

Every node is a shape and every edge a connector that follows its ends; title, scope, legend and
sources are text. The same network gives the same bytes: the date is that of the data.
"""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from yuqiao.exports.network.palette import colour_of, hues_of
from yuqiao.exports.network.picture.captions import LINE_KEY, Captions
from yuqiao.exports.network.picture.scene import Scene
from yuqiao.exports.network.picture.svg import drawn_glyphs
from yuqiao.exports.network.picture.text_metrics import lines_of, paragraph, width_of
from yuqiao.exports.output import open_output
from yuqiao.exports.safe_text import visible
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import label_language
from yuqiao.graph.messages import counted
from yuqiao.graph.network.model import edges_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from yuqiao.exports.network.picture.glyphs import Glyph
    from yuqiao.graph.network.model import Network

_WIDTH, _HEIGHT = 960, 540  # points of a slide of 16 by 9
_MARGIN = 28
_TOP, _BOTTOM = 92, 74  # points above and below the network
_LEAST, _MOST = 6, 12  # points of a name that can be read, and of the largest one
_LEAST_IN_LAYOUT = 4  # points of a name that may grow to be read
_WIDEST = 4  # points of a line
_EDGE = 8  # points between a name and the edge of the slide
_MOST_LINES = 4  # of a name
_SMALL = 10  # points of the captions
_TITLE, _LONG_TITLE = 22, 14  # points of a title of one line, and of one of two
_LONGEST_PROPERTY = 255  # characters of the title among the file's properties
_ROW = 15  # points of a row of the legend
_LONG_AGO = datetime(1980, 1, 1)  # the first day of a zip archive
_FONTS = {"en": "Arial", "zh": "Microsoft YaHei"}


def write_slide(
    network: Network,
    output: str | os.PathLike[str] | None,
    *,
    lang: str = "en",
    scene: Scene | None = None,
) -> str | None:
    """Write a network as a presentation of one slide, completely or not at all.

    :returns: a warning in one line, if the slide is too small for some names
    :raises OutputError: if python-pptx is not installed, or the file cannot be written there
    :raises QueryError: if it is another language
    """
    data, warning = draw_slide(network, lang=lang, scene=scene)
    with open_output(output) as out:
        out.write(data)
    return warning


def draw_slide(
    network: Network, *, lang: str = "en", scene: Scene | None = None
) -> tuple[bytes, str | None]:
    """Return a presentation of one slide, and a warning if it is too small for some names.

    :raises OutputError: if python-pptx is not installed
    :raises QueryError: if it is another language
    """
    label_language(lang)
    try:
        from pptx import Presentation
        from pptx.util import Pt
    except ImportError:
        raise OutputError(
            "a PPTX file needs python-pptx: pip install 'yuqiao[slides]'; SVG needs nothing"
        ) from None
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(_WIDTH), Pt(_HEIGHT)
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])  # a title only
    glyphs = drawn_glyphs(network, lang, scene or Scene())
    captions = Captions(network, lang, len(glyphs))
    _write_captions(slide, captions, lang)
    fit = _Fit.of(glyphs, _ROW * (len(_legend_rows(captions)) - 1))
    drawn = _Network(slide, network, fit, lang)
    unnamed = drawn.draw(glyphs, visible(captions.description))
    slide.notes_slide.notes_text_frame.text = visible(
        "\n".join(
            [
                *([captions.title] if _is_long(captions.title) else []),
                captions.description,
                *captions.footing(1, 1e9),
            ]
        )
    )
    _date(presentation, network, visible(captions.title))
    warning = (
        f"{counted(unnamed, 'node')} without a name: the slide is too small to read it; "
        "show fewer nodes, or take an SVG or PDF"
    )
    return _same_bytes(presentation), warning if unnamed else None


@dataclass(frozen=True)
class _Fit:
    """How the units of the layout become points of the slide."""

    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, glyphs: list[Glyph], taken: float = 0) -> _Fit:
        if not glyphs:
            return cls(1, 0, 0)
        lefts, rights, tops, bottoms = zip(*(glyph.reach for glyph in glyphs), strict=True)
        left, top = min(lefts), min(tops)
        wide, tall = max(rights) - left or 1, max(bottoms) - top or 1
        room = _WIDTH - 2 * _MARGIN, _HEIGHT - _TOP - _BOTTOM - max(0, taken)
        scale = min(room[0] / wide, room[1] / tall, 1.0)
        return cls(
            scale,
            _MARGIN + (room[0] - wide * scale) / 2 - left * scale,
            _TOP + (room[1] - tall * scale) / 2 - top * scale,
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a place on the slide."""
        return self.left + x * self.scale, self.top + y * self.scale


@dataclass(frozen=True)
class _Place:
    """Where a name stands: its box, with the height that its letters take, about a middle."""

    left: float
    y: float
    width: float
    lines: int
    tall: float
    is_before: bool

    def meets(self, other: _Place) -> bool:
        """Return whether two names would be written over each other."""
        return (
            abs(self.y - other.y) * 2 < self.tall + other.tall
            and self.left < other.left + other.width
            and other.left < self.left + self.width
        )


class _Network:
    """The shapes of a network on a slide."""

    def __init__(self, slide: Any, network: Network, fit: _Fit, lang: str) -> None:
        self._network, self._fit, self._lang = network, fit, lang
        self._hues = hues_of(network)
        self._drawn = slide.shapes
        # Else each shape looks for a free number in all others.
        self._drawn.turbo_add_enabled = True
        self._shapes: dict[str, Any] = {}
        self._connectors: list[Any] = []
        self._names: list[Any] = []
        self._taken: list[_Place] = []

    def draw(self, glyphs: list[Glyph], description: str) -> int:
        """Draw all nodes and edges; return how many have no name, as it could not be read."""
        for glyph in glyphs:
            self._shapes[glyph.node] = self._mark(glyph)
        kinds = {glyph.node: glyph.kind for glyph in glyphs}
        for source, target, _, own in edges_of(self._network.graph):
            if source != target:
                self._connector(source, target, self._hue(own, kinds[target]), own)
        unnamed = sum(not self._name(glyph) for glyph in glyphs)
        self._group(description)
        return unnamed

    def _group(self, description: str) -> None:
        """Group what was drawn, nodes above edges.

        At once: a group measures all that it has for each shape added.
        """
        drawn = [*self._connectors, *self._shapes.values(), *self._names]
        marks = self._drawn.add_group_shape(drawn)._element.nvGrpSpPr.cNvPr
        marks.set("name", "Network")
        marks.set("descr", description)

    def _hue(self, own: dict[str, Any], kind: str) -> str:
        return self._hues.of_relation(str(own.get("relation", "")), kind)

    def _mark(self, glyph: Glyph) -> Any:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Pt

        if self._is_boxed(glyph):
            return self._boxed(glyph)
        x, y = self._fit.at(glyph.x, glyph.y)
        radius = max(2.0, glyph.radius * self._fit.scale)
        shape = {"country": MSO_SHAPE.DIAMOND, "school": MSO_SHAPE.RECTANGLE}.get(
            glyph.kind, MSO_SHAPE.OVAL
        )
        made = self._drawn.add_shape(
            shape, Pt(x - radius), Pt(y - radius), Pt(2 * radius), Pt(2 * radius)
        )
        made.name = visible(glyph.name)
        made.fill.solid()
        made.fill.fore_color.rgb = _colour(colour_of(glyph.kind))
        made.line.fill.background()
        made.shadow.inherit = False
        return made

    def _is_boxed(self, glyph: Glyph) -> bool:
        return glyph.boxed and self._size(glyph) >= _LEAST

    def _size(self, glyph: Glyph) -> float:
        """Return the size of a name in points: a little larger than in the layout, if too small."""
        size = min(_MOST, glyph.size * self._fit.scale)
        return max(size, _LEAST) if size >= _LEAST_IN_LAYOUT else size

    def _boxed(self, glyph: Glyph) -> Any:
        """Draw a node as a box with its name."""
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        left, right, top, bottom = glyph.reach
        (x, y), (end, below) = self._fit.at(left, top), self._fit.at(right, bottom)
        made = self._drawn.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *_box(x, y, end - x, below - y))
        made.name = visible(glyph.name)
        made.fill.solid()
        made.fill.fore_color.rgb = _colour(colour_of(f"{glyph.kind}-fill"))
        made.line.color.rgb = _colour(colour_of(glyph.kind))
        made.line.width = Pt(0.75)
        made.shadow.inherit = False
        text = " ".join(filter(None, (glyph.name, glyph.count)))
        _write(made.text_frame, visible(text), self._size(glyph), lang=self._lang)
        made.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        made.text_frame.word_wrap = len(glyph.lines) > 1
        return made

    def _connector(self, source: str, target: str, hue: str, own: dict[str, Any]) -> None:
        """Draw an edge: wider for more weight, and dashed if all its partnerships have ended."""
        from pptx.enum.dml import MSO_LINE
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.util import Pt

        one, other = self._shapes[source], self._shapes[target]
        made = self._drawn.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
        made.begin_x, made.begin_y = one.left + one.width // 2, one.top + one.height // 2
        made.end_x, made.end_y = other.left + other.width // 2, other.top + other.height // 2
        _attach(made, one, other)
        made.line.color.rgb = _colour(hue)
        made.line.width = Pt(min(_WIDEST, 0.6 * math.sqrt(max(1.0, float(own.get("weight", 1))))))
        if own.get("partnerships") and not own.get("current"):
            made.line.dash_style = MSO_LINE.DASH
        made.shadow.inherit = False
        made.name = visible(f"{one.name} - {other.name}")
        self._connectors.append(made)

    def _name(self, glyph: Glyph) -> bool:
        """Write the name of a node beside it, whole; return whether there is room to read it."""
        from pptx.enum.text import PP_ALIGN

        if self._is_boxed(glyph):
            return True
        size = self._size(glyph)
        if not glyph.lines or size < _LEAST:
            return False
        text = " ".join(filter(None, (glyph.name, glyph.count)))
        places = self._places(glyph, text, size)
        place = next((each for each in places if not any(map(each.meets, self._taken))), None)
        if place is None:
            return False
        self._taken.append(place)
        height = size * (1.5 if place.lines == 1 else 1.25 * place.lines)
        box = self._drawn.add_textbox(*_box(place.left, place.y - height / 2, place.width, height))
        _write(box.text_frame, visible(text), size, lang=self._lang, bold=glyph.bold)
        box.text_frame.word_wrap = place.lines > 1
        if place.is_before:
            box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        self._names.append(box)
        return True

    def _places(self, glyph: Glyph, text: str, size: float) -> Iterator[_Place]:
        """Yield where a name can stand within the slide: on its own side first, in as few lines."""
        x, y = self._fit.at(glyph.x, glyph.y)
        beside = max(4.0, glyph.radius * self._fit.scale + 2)
        whole = width_of(text, size, bold=glyph.bold) * 1.1 + 4
        for is_before in (glyph.side < 0, glyph.side >= 0):
            room = (x if is_before else _WIDTH - x) - beside - _EDGE
            lines = 1 if whole <= room else len(paragraph(text, size * 1.15, room))
            width = min(whole, room)
            if lines <= _MOST_LINES:
                left = x - beside - width if is_before else x + beside
                yield _Place(left, y, width, lines, size * (0.4 + 0.6 * lines), is_before)


def _attach(connector: Any, one: Any, other: Any) -> None:
    """Tie a connector to the shapes at its ends, so that it follows them when they are moved."""
    tied = connector._element.nvCxnSpPr.cNvCxnSpPr
    tied._add_stCxn().id = one.shape_id
    tied._add_endCxn().id = other.shape_id
    for end in (tied.stCxn, tied.endCxn):
        end.idx = 0


def _write_captions(slide: Any, captions: Captions, lang: str) -> None:
    """Write title, scope, legend and sources."""
    title = slide.shapes.title
    room = _WIDTH - 2 * _MARGIN
    title.left, title.top, title.width, title.height = _box(_MARGIN, 14, room, 36)
    is_long = _is_long(captions.title)
    size = _LONG_TITLE if is_long else _TITLE
    text = " ".join(lines_of(captions.title, size * 1.3, room, 2)) if is_long else captions.title
    _write(title.text_frame, visible(text), size, lang=lang, bold=True)
    lines = captions.heading(_SMALL, 1e9)
    own = 1 if captions.note else 0  # the note stands on a line of its own
    heading = "\n".join([*lines[:own], " ".join(lines[own:])])
    box = slide.shapes.add_textbox(*_box(_MARGIN, 52, room, 34))
    _write(box.text_frame, visible(heading), _SMALL + 1, lang=lang)
    footing = slide.shapes.add_textbox(*_box(_MARGIN, _HEIGHT - 46, room, 40))
    _write(footing.text_frame, visible(" ".join(captions.footing(1, 1e9))), _SMALL - 1, lang=lang)
    _write_legend(slide, captions, lang)


def _is_long(title: str) -> bool:
    """Return whether a title needs two rows; fonts differ in width."""
    return width_of(title, _TITLE) * 1.15 > _WIDTH - 2 * _MARGIN


def _write_legend(slide: Any, captions: Captions, lang: str) -> None:
    from pptx.enum.shapes import MSO_SHAPE

    rows = _legend_rows(captions)
    for number, row in enumerate(rows):
        left, top = float(_MARGIN), _HEIGHT - 58 - _ROW * (len(rows) - 1 - number)
        for kind, label in row:
            is_line = kind.startswith(LINE_KEY)
            height = 2 if is_line else 8
            key = slide.shapes.add_shape(
                MSO_SHAPE.RECTANGLE if is_line else MSO_SHAPE.OVAL,
                *_box(left, top - height / 2, 8, height),
            )
            key.fill.solid()
            key.fill.fore_color.rgb = _colour(colour_of(kind.removeprefix(LINE_KEY)))
            key.line.fill.background()
            width = width_of(label, _SMALL) * 1.1 + 6
            box = slide.shapes.add_textbox(*_box(left + 10, top - 8, width, 16))
            _write(box.text_frame, visible(label), _SMALL, lang=lang)
            left += width + 22


def _legend_rows(captions: Captions) -> list[list[tuple[str, str]]]:
    return captions.legend(_SMALL, (_WIDTH - 2 * _MARGIN) / 1.1)


def _box(left: float, top: float, width: float, height: float) -> tuple[Any, Any, Any, Any]:
    from pptx.util import Pt

    return Pt(left), Pt(top), Pt(width), Pt(height)


def _write(frame: Any, text: str, size: float, *, lang: str, bold: bool = False) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = text
    for each in frame.paragraphs:
        each.alignment = PP_ALIGN.LEFT
        for run in each.runs:
            run.font.size, run.font.bold, run.font.name = Pt(round(size, 1)), bold, _FONTS[lang]
            run.font.color.rgb = _colour(colour_of("ink"))


def _colour(text: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(text.removeprefix("#")))


def _date(presentation: Any, network: Network, title: str) -> None:
    """Date the presentation by its data, not by the clock."""
    try:
        date = datetime.fromisoformat(network.date)
    except ValueError:
        date = _LONG_AGO
    own = presentation.core_properties
    own.title, own.author, own.last_modified_by = title[:_LONGEST_PROPERTY], "Yuqiao", "Yuqiao"
    own.created = own.modified = date
    own.revision = 1


def _same_bytes(presentation: Any) -> bytes:
    """Return the file with no time of writing in it."""
    written, made = io.BytesIO(), io.BytesIO()
    presentation.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            entry = zipfile.ZipInfo(info.filename)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(info))
    return made.getvalue()
