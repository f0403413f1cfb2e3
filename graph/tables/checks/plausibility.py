"""Plausible values: within the bounds that the metadata gives, in the language of the column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal

from yuqiao.graph.chinese_characters import has_traditional, is_traditional, simplified_forms
from yuqiao.graph.tables.checks.faults import FactIndex, Fault
from yuqiao.graph.tables.csvw import TableColumn
from yuqiao.graph.tables.mapping import Statement

_SCRIPTS = {"en": "Latin", "zh": "Chinese", "ru": "Cyrillic", "ko": "Korean"}
_FULL_WIDTH = re.compile("[\uff01-\uff1f]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SCRIPT_OF_NAME = {"LATIN": "Latin", "CJK": "Chinese", "CYRILLIC": "Cyrillic", "HANGUL": "Korean"}


def implausible_value(column: TableColumn, value: str) -> str | None:
    """Return what was expected of a valid value of a column, or None when it is plausible.

    >>> implausible_value(TableColumn("name_en", language="en"), "重庆大学")
    'expected text in Latin letters'
    """
    bounds = _bounds_missed(column, value)
    if bounds:
        return f"expected {bounds}"
    language = column.language or ""
    if language and not is_in_language(value, language):
        return f"expected text in {_script(language)} letters"
    if _is_simplified(language) and has_traditional(value):
        return f"expected Simplified Chinese: {simplified(value)!r}"
    return _plain_punctuation(value) if language == "en" else None


def values_out_of_bounds(facts: FactIndex) -> Iterator[Fault]:
    """Find years, fees and the like that are smaller or greater than any known one."""
    for statement in facts.sound():
        bounds = _bounds_missed(statement.column, statement.written)
        if bounds:
            yield Fault((statement,), f"{statement.written!r}: expected {bounds}")


def texts_in_another_language(facts: FactIndex) -> Iterator[Fault]:
    """Find texts that are not in the language of their column."""
    wrong: dict[tuple[str, str, int], list[Statement]] = {}
    for statement in facts.sound():
        language = getattr(statement.object, "language", None)
        if language and not is_in_language(statement.written, language):
            key = (statement.predicate.value, statement.cell.file, statement.cell.row)
            wrong.setdefault(key, []).append(statement)
    for statements in wrong.values():
        if len(statements) == 2:
            one, other = statements
            yield Fault(
                (one, other),
                f"{one.written!r} and {other.written!r}: each is in the language of the other;"
                " exchange them",
            )
            continue
        for statement in statements:
            assert isinstance(statement.object, Literal)
            script = _script(str(statement.object.language))
            yield Fault((statement,), f"{statement.written!r}: expected text in {script} letters")


def traditional_characters(facts: FactIndex) -> Iterator[Fault]:
    """Find Traditional characters in what is said to be Simplified Chinese."""
    for statement in facts.sound():
        if not isinstance(statement.object, Literal) or statement.written.isascii():
            continue
        if not _is_simplified(statement.object.language or ""):
            continue
        if has_traditional(statement.written):
            plain = simplified(statement.written)
            message = f"{statement.written!r}: expected Simplified Chinese: {plain!r}"
            yield Fault((statement,), message)


def chinese_punctuation(facts: FactIndex) -> Iterator[Fault]:
    """Find the punctuation of Chinese in English that quotes none."""
    for statement in facts.sound():
        if getattr(statement.object, "language", None) == "en":
            expected = _plain_punctuation(statement.written)
            if expected:
                yield Fault((statement,), f"{statement.written!r}: {expected}")


def _bounds_missed(column: TableColumn, value: str) -> str | None:
    least, most = column.plausible_minimum, column.plausible_maximum
    if least is None and most is None:
        return None
    number = Decimal(value[:4] if column.any_date else value)
    if (least is None or number >= least) and (most is None or number <= most):
        return None
    return f"{least} to {most}" if most is not None else f"{least} or more"


def _script(language: str) -> str:
    return _SCRIPTS[language.lower().partition("-")[0]]


def _is_simplified(language: str) -> bool:
    return language.lower() in {"zh", "zh-hans", "zh-cn"}


def simplified(text: str) -> str:
    """Return a text with Simplified forms for its Traditional characters.

    >>> simplified("重慶")
    '重庆'
    """
    forms = simplified_forms()
    return "".join(forms[sign][0] if is_traditional(sign) else sign for sign in text)


def _plain_punctuation(text: str) -> str | None:
    found = None if text.isascii() else _FULL_WIDTH.search(text)
    if not found or _CHINESE.search(text):
        return None
    plain = unicodedata.normalize("NFKC", found[0])
    return f"expected {plain!r} instead of the character U+{ord(found[0]):04X} in English"


@lru_cache(maxsize=4_096)
def is_in_language(text: str, language: str) -> bool:
    """Return whether a text can be in a language: a text in English may quote Chinese.

    >>> is_in_language("in the Dongfang (东方) building", "en"), is_in_language("in town", "zh")
    (True, False)
    """
    first, _, rest = language.lower().partition("-")
    script = "Latin" if "latn" in rest else _SCRIPTS.get(first)
    if script is None or (script == "Latin" and text.isascii()):
        return True
    found = [_script_of(character) for character in text if character.isalpha()]
    if not found:
        return script == "Latin"
    if script != "Latin":
        return script in found
    return found.count("Latin") * 2 > len(found) or len(re.findall("[A-Za-z]{2,}", text)) > 1


@lru_cache(maxsize=20_000)
def _script_of(character: str) -> str | None:
    """Return the script of a letter; none when it is none of those that are told apart."""
    return _SCRIPT_OF_NAME.get(unicodedata.name(character, "").partition(" ")[0])
