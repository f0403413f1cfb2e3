"""Each kind of work carries its licence, whole, and the reader is told which is which."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "first_line", "last_message"),
    [
        ("MIT.txt", "MIT License", "OR OTHER DEALINGS IN THE SOFTWARE."),
        (
            "CC-BY-4.0.txt",
            "Creative Commons Attribution 4.0 International",
            "Creative Commons may be contacted at creativecommons.org.",
        ),
        ("Apache-2.0.txt", "Apache License\n", "END OF TERMS AND CONDITIONS"),
        ("CC0-1.0.txt", "Creative Commons Legal Code", "obligation with respect to"),
        (
            "CC-BY-SA-3.0.txt",
            "Creative Commons Legal Code\n\nAttribution-ShareAlike 3.0 Unported",
            "Creative Commons may be contacted at https://creativecommons.org/.",
        ),
    ],
)
def test_licence_texts_are_whole(name: str, first_line: str, last_message: str) -> None:
    text = (ROOT / "LICENSES" / name).read_text("utf-8")
    words = " ".join(text.split())

    assert text.startswith(first_line)
    assert last_message in words[-200:]


def test_the_licence_file_says_which_licence_is_for_what() -> None:
    text = " ".join((ROOT / "LICENSE").read_text("utf-8").split())

    assert "the code, its tests and its documentation: the MIT licence" in text
    assert "LICENSES/CC-BY-4.0.txt" in text
    assert "the facts in data/ (the tables and the graph built from them)" in text
    assert "Copyright (c) 2026 The Yuqiao editors" in text
