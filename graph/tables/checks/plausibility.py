"""Plausible values: within the bounds that the metadata gives, in the language of the column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal

from yuqiao.graph.chinese_characters import is_traditional, simplified_forms
from yuqiao.graph.tables.checks.faults import FactIndex, Fault
from yuqiao.graph.tables.mapping import Statement

_SCRIPTS = {"en": "Latin", "zh": "Chinese", "ru": "Cyrillic", "ko": "Korean"}
_FULL_WIDTH = re.compile("[\uff01-\uff1f]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SCRIPT_OF_NAME = {"LATIN": "Latin", "CJK": "Chinese", "CYRILLIC": "Cyrillic", "HANGUL": "Korean"}


def values_out_of_bounds(facts: FactIndex) -> Iterator[Fault]:
    """Find years, fees and the like that are smaller or greater than any known one."""
    for statement in facts.sound():
        least, most = statement.column.plausible_minimum, statement.column.plausible_maximum
        if least is None and most is None:
            continue
        year = statement.column.any_date
        number = Decimal(statement.written[:4] if year else statement.written)
        if (least is not None and number < least) or (most is not None and number > most):
            bounds = f"{least} to {most}" if most is not None else f"{least} or more"
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
            script = _SCRIPTS[str(statement.object.language).partition("-")[0]]
            yield Fault((statement,), f"{statement.written!r}: expected text in {script} letters")


def traditional_characters(facts: FactIndex) -> Iterator[Fault]:
    """Find Traditional characters in what is said to be Simplified Chinese."""
    for statement in facts.sound():
        if not isinstance(statement.object, Literal) or statement.written.isascii():
            continue
        if (statement.object.language or "").lower() not in {"zh", "zh-hans", "zh-cn"}:
            continue
        if any(map(is_traditional, statement.written)):
            forms = simplified_forms()
            plain = "".join(
                forms[character][0] if is_traditional(character) else character
                for character in statement.written
            )
            message = f"{statement.written!r}: expected Simplified Chinese: {plain!r}"
            yield Fault((statement,), message)


def chinese_punctuation(facts: FactIndex) -> Iterator[Fault]:
    """Find the punctuation of Chinese in English that quotes none."""
    for statement in facts.sound():
        text = statement.written
        if text.isascii() or getattr(statement.object, "language", None) != "en":
            continue
        found = _FULL_WIDTH.search(text)
        if found and not _CHINESE.search(text):
            plain = unicodedata.normalize("NFKC", found[0])
            code = f"U+{ord(found[0]):04X}"
            message = f"{text!r}: expected {plain!r} instead of the character {code} in English"
            yield Fault((statement,), message)


def is_in_language(text: str, language: str) -> bool:
    """Return whether a text can be in a language: a text in English may quote Chinese.

    >>> is_in_language("in the Dongfang (东方) building", "en"), is_in_language("in town", "zh")
    (True, False)
    """
    first, _, rest = language.lower().partition("-")
    script = "Latin" if "latn" in rest else _SCRIPTS.get(first)
    if script is None or (script == "Latin" and text.isascii()):
        return True
    found = [
        _SCRIPT_OF_NAME.get(unicodedata.name(character, "").partition(" ")[0])
        for character in text
        if character.isalpha()
    ]
    if not found:
        return script == "Latin"
    if script != "Latin":
        return script in found
    return found.count("Latin") * 2 > len(found) or len(re.findall("[A-Za-z]{2,}", text)) > 1
