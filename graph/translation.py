"""The language of help and messages, and their translation.

Messages are written in English where they arise, whole, and translated where they are printed: the
text is looked up in a gettext catalogue, as it is or as an instance of a template such as
``{file}: no such file or directory``. So no message needs a mark of its own, and Python users see
the English text of an exception whatever the locale.
"""

from __future__ import annotations

import functools
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the order of gettext
_CATALOGUE = os.path.join(os.path.dirname(__file__), "locale", "zh_CN", "LC_MESSAGES", "yuqiao.po")
_ENTRY = re.compile(r'^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)', re.MULTILINE)
_STRING = re.compile(r'"(.*)"')
_ESCAPE = re.compile(r"\\(.)")
_NAMES = re.compile(r"[\w-]+(?:, [\w-]+)* or [\w-]+")  # a list, as of formats
_FIELD = re.compile(r"\{(\w+)\}")
_chosen: str | None = None


def locale_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the language of the locale: ``zh`` for any Chinese one, else ``en``.

    >>> locale_language({"LANG": "zh_CN.UTF-8"}), locale_language({"LC_ALL": "de", "LANG": "zh"})
    ('zh', 'en')
    >>> locale_language({"LANGUAGE": "fr:zh_CN", "LANG": "en_US.UTF-8"}), locale_language({})
    ('zh', 'en')
    """
    for names in filter(None, (environ.get(variable) for variable in _VARIABLES)):
        known = [name[:2].lower() for name in names.split(":")]
        return next((name for name in known if name in {"en", "zh"}), "en")
    return "en"


def use_language(language: str | None) -> None:
    """Set the language of what is printed from now on; None for that of the locale."""
    global _chosen
    _chosen = language


def current_language() -> str:
    """Return the language of what is printed: ``en`` or ``zh``."""
    return _chosen or locale_language()


def translate(text: str, language: str | None = None) -> str:
    """Return a text in the current language; one that is not in the catalogue stays as it is.

    >>> translate("no such option: --to", "zh"), translate("no such option: --to", "en")
    ('没有此选项：--to', 'no such option: --to')
    """
    if (language or current_language()) == "en":
        return text
    whole = _translated(text)
    if whole or "\n" not in text:
        return whole or text
    return "\n".join(_translated(line) or line for line in text.split("\n"))


def _translated(text: str) -> str | None:
    """Translate a text as a whole, as a template, or by its parts; None when a part is unknown."""
    key = " ".join(text.split())
    if _NAMES.fullmatch(key):
        return key.replace(", ", "、").replace(" or ", " 或 ")
    found = catalogue().get(key) or _by_clause(key) or _by_template(key)
    if found:
        return found
    where, colon, rest = text.partition(": ")
    if not colon:
        return None
    said = _translated(rest)
    return said and f"{where}: {said}"


def _by_clause(text: str) -> str | None:
    clauses = [_translated(clause) for clause in text.split("; ")] if "; " in text else []
    return None if None in clauses else "；".join(filter(None, clauses)).replace("？；", "？")


def _by_template(text: str) -> str | None:
    for pattern, translation, needed in _templates():
        found = pattern.fullmatch(text)
        values = found.groupdict() if found else {}
        said = {name: _translated(value) for name, value in values.items()}
        if found and all(said[name] or name not in needed for name in said):
            return translation.format_map({name: said[name] or values[name] for name in said})
    return None


@functools.cache
def catalogue() -> dict[str, str]:
    """Return the Chinese texts by their English ones, whose line breaks count as spaces."""
    with open(_CATALOGUE, encoding="utf-8") as source:
        entries = _ENTRY.findall(source.read())
    texts = {" ".join(_content(text).split()): _content(said) for text, said in entries}
    texts.pop("", None)  # the head of the catalogue
    return texts


def _content(strings: str) -> str:
    joined = "".join(_STRING.findall(strings))
    return _ESCAPE.sub(lambda escape: "\n" if escape[1] == "n" else escape[1], joined)


@functools.cache
def _templates() -> list[tuple[re.Pattern[str], str, Collection[str]]]:
    """Return the texts with fields, those with the most words of their own first.

    Each has a pattern, its translation, and the fields whose values must have a translation too:
    a ``{message}``, and all fields of a text that has no words of its own.
    """
    found = {text: said for text, said in catalogue().items() if _FIELD.search(text)}
    ordered = sorted(found, key=lambda text: -len(_FIELD.sub("", text)))
    return [(_pattern(text), found[text], _needed(text)) for text in ordered]


def _needed(template: str) -> Collection[str]:
    has_words = re.search(r"\w", _FIELD.sub("", template))
    return ("message",) if has_words else _FIELD.findall(template)


def _pattern(template: str) -> re.Pattern[str]:
    parts = _FIELD.split(template)  # text and names of fields by turns
    for number, part in enumerate(parts):
        parts[number] = f"(?P<{part}>.+?)" if number % 2 else re.escape(part)
    return re.compile("".join(parts))
