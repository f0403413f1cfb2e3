"""Colours of the page: told apart by colour-blind readers, seen on paper and in the dark."""

from __future__ import annotations

import math
import re
from importlib.resources import files
from itertools import combinations

import pytest

# The full (severity 1) matrices of Machado, Oliveira and Fernandes, A Physiologically-based Model
# for Simulation of Color Vision Deficiency (2009), https://doi.org/10.1109/TVCG.2009.113
SIGHT = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Oklab, https://bottosson.github.io/posts/oklab/ (2020)
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
HUES = [*(f"hue-{number}" for number in range(1, 9)), "hue-other"]
KINDS = ["school", "university", "country", "discipline"]

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the page by name: those by day, and those in the dark."""
    css = files("yuqiao.exports.network.page").joinpath("page.css").read_text("utf-8")
    found = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    return {"light": found[0], "dark": found[1]}


def linear(colour: str) -> Vector:
    """Return the light that a colour of the web sends (sRGB, IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def times(matrix: Matrix, vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def seen(colour: str, sight: Matrix) -> Vector:
    light = tuple(min(1.0, max(0.0, part)) for part in times(sight, linear(colour)))
    return times(OKLAB, tuple(part ** (1 / 3) for part in times(CONES, light)))


def apart(one: str, other: str, sight: Matrix) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return math.sqrt(sum((a - b) ** 2 for a, b in pairs))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(one), linear(other))
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_hues_come_close_for_any_sight(scheme: str, sight: str) -> None:
    colours = schemes()[scheme]
    pairs = [*combinations(HUES, 2), *combinations(KINDS, 2), ("school", "industry")]
    close = {
        pair: round(apart(colours[pair[0]], colours[pair[1]], SIGHT[sight]), 3)
        for pair in pairs
        if apart(colours[pair[0]], colours[pair[1]], SIGHT[sight]) < 0.08
    }
    assert close == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_words_stand_out_from_the_page(scheme: str) -> None:
    colours = schemes()[scheme]
    marks = [*HUES, *KINDS, "industry", "partnership", "group", "other"]
    faint = [name for name in marks if contrast(colours[name], colours["paper"]) < 3]
    assert faint == []
    for words in ("ink", "quiet", "accent"):
        for ground in ("paper", "surface", "tint"):
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
