"""The words of the editor and of the explorer."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def words_of(lang: str) -> dict[str, str]:
    """Return the words in a language, by key."""
    return {key: said[lang] for key, said in editor_words().items()}


@cache
def editor_words() -> dict[str, dict[str, str]]:
    """Return the words in both languages, by key."""
    text = files("yuqiao.web.editor").joinpath("messages.json").read_text("utf-8")
    read: dict[str, dict[str, str]] = json.loads(text)
    return read
