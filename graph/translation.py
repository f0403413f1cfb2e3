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
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the order of gettext
_CATALOGUE = os.path.join(os.path.dirname(__file__), "locale", "zh_CN", "LC_MESSAGES", "yuqiao.po")
# Patterns are compiled when used: English, which needs none of them, starts sooner.
_ENTRY = r'(?m)^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)'
_STRING = r'"(.*)"'
_ESCAPE = r"\\(.)"
_NAMES = r"[\w.-]+(?:, [\w.-]+)*(?:, | or )[\w.-]+"  # a list, as of formats
_FIELD = r"\{(\w+)\}"
_ANY = ".+?"
_VALUE = """(?:"[^"]*"|'[^']*'|(?!; ).)+?"""  # within one clause
_FIRST = """(?:"[^"]*"|'[^']*'|(?![;:] ).)+?"""  # and after any position
_CHINESE = r"[\u4e00-\u9fff]"
_NUMBER = r"\S+"
_NUMBERS = {"n", "m"}
_QUOTES = {'"', "'"}
_CODE = {"fix", "message"}  # fields whose values may hold the sign between clauses
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


def language_of_options(arguments: Sequence[str]) -> str | None:
    """Return the language that ``--lang`` names on a command line; None when there is none.

    It is looked for before the line is parsed, so that the errors of parsing are in it too.

    >>> language_of_options(["query", "--lang", "zh"]), language_of_options(["--lang=xx"])
    ('zh', None)
    >>> language_of_options([])
    """
    named = None
    for option, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if option == "--":
            break
        name, equals, value = option.partition("=")
        if name == "--lang":
            named = value if equals else following
    return named if named in {"en", "zh"} else None


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
    if "\n" not in text:
        return _translated(text) or text
    whole = catalogue().get(" ".join(text.split()))
    return whole or "\n".join(_translated(line) or line for line in text.split("\n"))


@functools.cache
def _translated(text: str) -> str | None:
    """Translate a text: whole, by clauses, or as a template; None when a part is unknown."""
    key = " ".join(text.split())
    if re.fullmatch(_NAMES, key):
        return _listed(key)
    found = catalogue().get(key) or _by_clause(key) or _by_template(key)
    if found:
        return found
    where, colon, rest = text.partition(": ")
    said = _translated(rest) if colon else None
    return said and f"{where}: {said}"


def _by_clause(text: str) -> str | None:
    """Translate ``first; rest``, where quoted values may hold the same sign."""
    for sign in re.finditer("; ", text):
        first = _translated(text[: sign.start()])
        rest = first and _translated(text[sign.end() :])
        if rest:
            return f"{first}；{rest}".replace("？；", "？")
    return None


def _by_template(text: str) -> str | None:
    for template in _templates():
        if all(part in text for part in template.words):
            found = re.fullmatch(template.pattern, text)
            said = found and _values(template, found.groupdict())
            if said:
                return _filled(template.translation, said)
    return None


def _filled(translation: str, values: Mapping[str, str]) -> str:
    """Put values into the fields of a translation; Chinese next to Chinese takes no space."""
    text = ""
    for number, part in enumerate(re.split(_FIELD, translation)):
        value = values[part] if number % 2 else part
        if re.match(_CHINESE, value) and text.endswith(" ") and re.match(_CHINESE, text[-2:]):
            text = text[:-1]
        if number % 2 == 0 and re.match(_CHINESE, text[-1:]) and re.match(_CHINESE, value[1:2]):
            value = value.removeprefix(" ")
        text += value
    return text


def _values(template: _Template, values: dict[str, str]) -> dict[str, str] | None:
    """Return the values of the fields, translated; None when one that must be is unknown."""
    said = {}
    for name, value in values.items():
        translated = None if name in template.quoted else _translated(value)
        if translated is None and name in template.needed:
            return None
        said[name] = translated or (_listed(value) if name == "names" else value)
    return said


def _listed(names: str) -> str:
    return names.replace(", ", "、").replace(" or ", " 或 ")


@functools.cache
def catalogue() -> dict[str, str]:
    """Return the Chinese texts by their English ones, whose line breaks count as spaces."""
    with open(_CATALOGUE, encoding="utf-8") as source:
        entries = re.findall(_ENTRY, source.read())
    texts = {" ".join(_content(text).split()): _content(said) for text, said in entries}
    texts.pop("", None)  # the head of the catalogue
    return texts


def _content(strings: str) -> str:
    joined = "".join(re.findall(_STRING, strings))
    return re.sub(_ESCAPE, lambda escape: "\n" if escape[1] == "n" else escape[1], joined)


class _Template(NamedTuple):
    """A text with fields.

    :param words: its text between the fields
    :param needed: the fields whose values must have a translation too: a ``{message}``, and all
        fields of a text that has no words of its own
    :param quoted: the fields in quotes, whose values are never translated
    """

    words: list[str]
    pattern: str
    translation: str
    needed: Collection[str]
    quoted: Collection[str]


@functools.cache
def _templates() -> list[_Template]:
    """Return the texts with fields, those with the most words of their own first."""
    found = [text for text in catalogue() if re.search(_FIELD, text)]
    return [
        _template(text) for text in sorted(found, key=lambda text: -len(re.sub(_FIELD, "", text)))
    ]


def _template(text: str) -> _Template:
    parts = re.split(_FIELD, text)  # text and names of fields by turns
    words, fields = parts[::2], parts[1::2]
    has_words = re.search(r"\w", "".join(words))
    needed = ["message"] if has_words else fields
    quoted = [name for before, name in zip(words, fields, strict=False) if before[-1:] in _QUOTES]
    ways = [re.escape(words[0])]
    for name, after in zip(fields, words[1:], strict=True):
        value = _VALUE if words[0] or name != fields[0] else _FIRST
        value = _ANY if name in _CODE else _NUMBER if name in _NUMBERS else value
        ways.append(f"(?P<{name}>{value}){re.escape(after)}")
    return _Template(words, "".join(ways), catalogue()[text], needed, quoted)
