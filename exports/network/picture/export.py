"""A network as a picture file, drawn without a browser: SVG, and from it PNG and PDF.

SVG is our own. PNG and PDF come from it by Typst (https://typst.app), which is one package without
system libraries, finds a font for each character, embeds the fonts and keeps text as text in a PDF
that screen readers can read (PDF/UA-1, ISO 14289-1). CairoSVG was tried and draws Chinese as boxes
unless one font has every character.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.exports.network.picture.svg import drawing_of
from yuqiao.exports.output import open_output
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import language_tag

if TYPE_CHECKING:
    import networkx as nx

    from yuqiao.exports.network.picture.svg import Drawing

_DOCUMENT = b"""
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.lang)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.description)
"""
_NO_FONT = "could not be displayed with a font"  # Typst's words when a standard forbids it
_FINE = 2  # pixels of a PNG file to a unit of the layout
_MOST = 20e6  # pixels of a PNG file
_UNITS_AN_INCH = 96  # https://www.w3.org/TR/css-values-3/#absolute-lengths


@dataclass(frozen=True)
class Picture:
    """A picture file.

    :param remark: what its reader should know of it, in one line; mostly nothing
    """

    data: bytes
    remark: str | None = None


def picture_of(network: nx.Graph, form: str, *, lang: str = "en") -> Picture:
    """Draw a network; the same network gives the same bytes on a machine with the same fonts.

    :param network: as :func:`yuqiao.graph.network.builder.network_of` gives it
    :param form: ``svg``, ``png`` or ``pdf``
    :param lang: the language of its words and names, ``en`` or ``zh``
    :raises OutputError: when PNG or PDF is wanted and Typst is not installed
    :raises QueryError: when it is another language

    >>> import yuqiao
    >>> picture_of(yuqiao.open().network().graph, "svg").data[:5]
    b'<?xml'
    """
    language_tag(lang)
    drawing = drawing_of(network, lang=lang)
    if form == "svg":
        return Picture(drawing.svg.encode())
    return _printed(drawing, form)


def write_picture(
    network: nx.Graph, output: str | os.PathLike[str] | None, form: str, *, lang: str = "en"
) -> str | None:
    """Write a network's picture to a file, whole or not at all, or to standard output.

    :returns: what its reader should know of it, in one line, if anything
    :raises OutputError: as :func:`picture_of`, or when the file cannot be written there
    """
    picture = picture_of(network, form, lang=lang)
    with open_output(output) as out:
        out.write(picture.data)
    return picture.remark


def _printed(drawing: Drawing, form: str) -> Picture:
    try:
        import typst
    except ImportError:
        raise OutputError(
            f"a {form.upper()} file needs Typst: pip install 'yuqiao[picture]'; SVG needs nothing"
        ) from None
    told = {"svg": drawing.svg, "title": drawing.title, "description": drawing.description,
            "lang": drawing.lang}  # fmt: skip
    fine = min(_FINE, math.sqrt(_MOST / (drawing.width * drawing.height)))
    remark = None
    try:
        accessible = typst.compile(_DOCUMENT, format="pdf", sys_inputs=told, pdf_standards=["ua-1"])
        if form == "pdf":
            return Picture(accessible)
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise OutputError(f"the picture cannot be made into {form.upper()}: {error}") from error
        remark = (
            "characters that no font of this machine has are drawn as boxes; for Chinese, install "
            "one (on Debian: fonts-noto-cjk)"
        )
    plain = typst.compile(
        _DOCUMENT,
        format="png" if form == "png" else "pdf",
        sys_inputs=told,
        ppi=fine * _UNITS_AN_INCH,
    )
    return Picture(plain, remark)
