"""Write a network as a picture, without a browser: SVG, and from it PNG and PDF.

The SVG is our own. PNG and PDF are made from it by Typst (https://typst.app), which is one package
without system libraries, finds a font for each character, embeds the fonts and writes text as text
in a PDF that screen readers can read (PDF/UA-1, ISO 14289-1). CairoSVG draws Chinese as boxes
unless one font has every character.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yuqiao.exports.network.picture.svg import draw_svg
from yuqiao.exports.output import open_output
from yuqiao.graph.errors import OutputError
from yuqiao.graph.labels import label_language

if TYPE_CHECKING:
    from yuqiao.exports.network.picture.scene import Scene
    from yuqiao.exports.network.picture.svg import Drawing
    from yuqiao.graph.network.model import Network

_DOCUMENT = b"""
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.lang)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.description)
"""
_NO_FONT = "could not be displayed with a font"  # Typst's message if a standard forbids it
_FINE = 2  # pixels of a PNG file to a unit of the layout
_MOST = 20e6  # pixels of a PNG file
_UNITS_AN_INCH = 96  # https://www.w3.org/TR/css-values-3/#absolute-lengths


@dataclass(frozen=True)
class Picture:
    """A picture file.

    :param warning: in one line, or None
    """

    data: bytes
    warning: str | None = None


def draw_picture(
    network: Network, form: str, *, lang: str = "en", scene: Scene | None = None
) -> Picture:
    """Draw a network; the same network and the same fonts give the same bytes.

    :param form: ``svg``, ``png`` or ``pdf``
    :param lang: the language of its text, ``en`` or ``zh``
    :param scene: how it is shown; None lays all of it out
    :raises OutputError: if Typst is not installed, for PNG and PDF
    :raises QueryError: if it is another language

    >>> import yuqiao
    >>> from yuqiao.graph.network.builder import build_network
    >>> draw_picture(build_network(yuqiao.open()), "svg").data[:5]
    b'<?xml'
    """
    label_language(lang)
    drawing = draw_svg(network, lang=lang, scene=scene)
    if form == "svg":
        return Picture(drawing.svg.encode())
    return _printed(drawing, form)


def write_picture(
    network: Network,
    output: str | os.PathLike[str] | None,
    form: str,
    *,
    lang: str = "en",
    scene: Scene | None = None,
) -> str | None:
    """Write a network's picture to a file, completely or not at all, or to standard output.

    :returns: a warning in one line, if there is any
    :raises OutputError: as :func:`draw_picture`, or if the file cannot be written there
    """
    picture = draw_picture(network, form, lang=lang, scene=scene)
    with open_output(output) as out:
        out.write(picture.data)
    return picture.warning


def _printed(drawing: Drawing, form: str) -> Picture:
    try:
        import typst
    except ImportError:
        raise OutputError(
            f"a {form.upper()} file needs Typst: pip install 'yuqiao[picture]'; SVG needs nothing"
        ) from None
    inputs = {"svg": drawing.svg, "title": drawing.title, "description": drawing.description,
            "lang": drawing.lang}  # fmt: skip
    fine = min(_FINE, math.sqrt(_MOST / (drawing.width * drawing.height)))
    warning = None
    try:
        accessible = typst.compile(
            _DOCUMENT, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"]
        )
        if form == "pdf":
            return Picture(accessible)
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise OutputError(
                f"the picture cannot be converted to {form.upper()}: {error}"
            ) from error
        warning = (
            "characters that no installed font has are drawn as boxes; for Chinese, install a font "
            "(on Debian: fonts-noto-cjk)"
        )
    plain = typst.compile(
        _DOCUMENT,
        format="png" if form == "png" else "pdf",
        sys_inputs=inputs,
        ppi=fine * _UNITS_AN_INCH,
    )
    return Picture(plain, warning)
