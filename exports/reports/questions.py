"""The catalogue of questions as text."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from yuqiao.exports.text_layout import wrap_prose
from yuqiao.graph.labels import label_language
from yuqiao.graph.questions.catalogue import by_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.questions.parameters import Parameter

_READERS = {
    "S": {"en": "For students and parents", "zh-Hans": "学生和家长"},
    "P": {"en": "For planners", "zh-Hans": "规划者"},
    "R": {"en": "For researchers and reporters", "zh-Hans": "研究者和记者"},
}
_OTHERS = {"en": "Other questions", "zh-Hans": "其他问题"}
_WORDS = {
    "en": {
        "parameters": "Parameters",
        "default": "default",
        "needed": "must be given",
        "lang": "the chosen language",
    },
    "zh-Hans": {"parameters": "参数", "default": "默认值", "needed": "必填", "lang": "所选语言"},
}
_WIDTH = 88


def listing(questions: Iterable[Question], lang: str) -> str:
    """List questions by audience: name and title.

    :param lang: ``en`` or ``zh``
    """
    tag = label_language(lang)
    found = by_number(questions)
    width = max(len(question.name) for question in found)
    groups: dict[str, list[str]] = {}
    for question in found:
        readers = question.id[:1] if question.id[:1] in _READERS else ""
        groups.setdefault(readers, []).append(f"{question.name:{width}}  {question.title[tag]}\n")
    if list(groups) == [""]:
        return "".join(groups[""])
    titles = {**_READERS, "": _OTHERS}
    return "\n".join(
        f"{title[tag]}\n{''.join(f'  {row}' for row in groups[readers])}"
        for readers, title in titles.items()
        if readers in groups
    )


def card(question: Question, lang: str) -> str:
    """Write one question: title, description, parameters and its SPARQL.

    :param lang: ``en`` or ``zh``
    """
    tag = label_language(lang)
    parts = [f"{question.title[tag]}\n"]
    if question.description[tag]:
        parts.append(_filled(question.description[tag]))
    if question.parameters:
        shown = "".join(_parameter(parameter, tag) for parameter in question.parameters)
        parts.append(f"{_WORDS[tag]['parameters']}\n{shown}")
    return "\n".join([*parts, f"SPARQL\n{indent(question.query, '  ')}"])


def _parameter(parameter: Parameter, tag: str) -> str:
    words = _WORDS[tag]
    default = parameter.default or (words["lang"] if parameter.type == "lang" else None)
    standing = words["needed"] if default is None else f"{words['default']} {default}"
    text = _filled(parameter.description[tag]) if parameter.description[tag] else ""
    return f"  {parameter.name} ({parameter.type}, {standing})\n{indent(text, '    ')}"


def _filled(text: str) -> str:
    return "".join(f"{line}\n" for line in wrap_prose(text, _WIDTH))
