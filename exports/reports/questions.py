"""The catalogue of questions as text."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from yuqiao.exports.text_layout import wrap_prose
from yuqiao.graph.labels import label_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yuqiao.graph.questions.catalogue import Question
    from yuqiao.graph.questions.parameters import Parameter

_READERS = {
    "S": {"en": "For students and parents", "zh-Hans": "学生和家长"},
    "P": {"en": "For planners", "zh-Hans": "规划者"},
    "R": {"en": "For researchers and reporters", "zh-Hans": "研究者和记者"},
}
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
    found = sorted(questions, key=lambda question: (question.id[0], int(question.id[1:])))
    width = max(len(question.name) for question in found)
    parts = []
    for letter, title in _READERS.items():
        rows = [
            f"  {question.name:{width}}  {question.title[tag]}\n"
            for question in found
            if question.id[0] == letter
        ]
        parts.append(f"{title[tag]}\n{''.join(rows)}")
    return "\n".join(parts)


def card(question: Question, lang: str) -> str:
    """Write one question: title, description, parameters and its SPARQL.

    :param lang: ``en`` or ``zh``
    """
    tag = label_language(lang)
    parts = [f"{question.title[tag]}\n", _filled(question.description[tag])]
    if question.parameters:
        shown = "".join(_parameter(parameter, tag) for parameter in question.parameters)
        parts.append(f"{_WORDS[tag]['parameters']}\n{shown}")
    return "\n".join([*parts, f"SPARQL\n{indent(question.query, '  ')}"])


def _parameter(parameter: Parameter, tag: str) -> str:
    words = _WORDS[tag]
    default = parameter.default or (words["lang"] if parameter.type == "lang" else None)
    standing = words["needed"] if default is None else f"{words['default']} {default}"
    text = _filled(parameter.description[tag])
    return f"  {parameter.name} ({parameter.type}, {standing})\n{indent(text, '    ')}"


def _filled(text: str) -> str:
    return "".join(f"{line}\n" for line in wrap_prose(text, _WIDTH))
