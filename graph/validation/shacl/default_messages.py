"""What is said of a result whose shape has no message of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.ontology.namespaces import SHACL

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuqiao.graph.rdf.terms import Term
    from yuqiao.graph.validation.shacl.model import Constraint

_TEXTS = {
    "Class": ("The value must be a {0}.", "取值须为 {0}。"),
    "Datatype": ("The value must be a valid {0}.", "取值须为有效的 {0}。"),
    "NodeKind": ("The value must be of the kind {0}.", "取值的种类须为 {0}。"),
    "MinExclusive": ("The value must be greater than {0}.", "取值须大于 {0}。"),
    "MinInclusive": ("The value must be {0} or greater.", "取值不得小于 {0}。"),
    "MaxExclusive": ("The value must be less than {0}.", "取值须小于 {0}。"),
    "MaxInclusive": ("The value must be {0} or less.", "取值不得大于 {0}。"),
    "MinLength": ("The value must have at least {0} characters.", "取值至少须有{0}个字符。"),
    "MaxLength": ("The value must have at most {0} characters.", "取值至多有{0}个字符。"),
    "Pattern": ("The value must match the pattern {0}.", "取值须符合模式 {0}。"),
    "LanguageIn": (
        "The value must be a text in one of the listed languages.",
        "取值须为所列语言之一的文字。",
    ),
    "In": ("The value must be one of the listed ones.", "取值须为所列值之一。"),
    "MinCount": ("There must be at least {0}.", "至少须有{0}个取值。"),
    "MaxCount": ("There must be at most {0}.", "至多有{0}个取值。"),
    "UniqueLang": ("Two values are in the same language.", "同一语言有两个取值。"),
    "HasValue": ("{0} must be among the values.", "取值中须有 {0}。"),
    "Equals": ("The values must be the same as those of {0}.", "取值须与 {0} 的取值相同。"),
    "Disjoint": ("The value must not be a value of {0} too.", "取值不得同时为 {0} 的取值。"),
    "LessThan": ("The value must be less than that of {0}.", "取值须小于 {0} 的取值。"),
    "LessThanOrEquals": (
        "The value must not be greater than that of {0}.",
        "取值不得大于 {0} 的取值。",
    ),
    "Closed": ("The shape does not allow this property.", "该校验规则不允许此属性。"),
    "Not": ("The value must not conform to {0}.", "取值不得符合 {0}。"),
    "And": ("The value must conform to all of the shapes.", "取值须符合全部校验规则。"),
    "Or": ("The value must conform to one of the shapes.", "取值须至少符合其中一条校验规则。"),
    "Xone": (
        "The value must conform to exactly one of the shapes.",
        "取值须恰好符合其中一条校验规则。",
    ),
    "Node": ("The value must conform to {0}.", "取值须符合 {0}。"),
    "QualifiedMinCount": (
        "Too few values conform to the qualified shape.",
        "符合限定规则的取值过少。",
    ),
    "QualifiedMaxCount": (
        "Too many values conform to the qualified shape.",
        "符合限定规则的取值过多。",
    ),
    "SPARQL": ("The condition of the query is not met.", "不满足查询所述条件。"),
}


def default_messages(constraint: Constraint, shown: Callable[[Term], str]) -> dict[str, str]:
    """Return what a constraint asks for, by language tag.

    :param shown: writes a term short
    """
    name = constraint.component.value.removeprefix(SHACL).removesuffix("ConstraintComponent")
    english, chinese = _TEXTS.get(name, ("The constraint {0} is not met.", "不满足约束 {0}。"))
    parameter = constraint.parameter if name in _TEXTS else constraint.component
    text = shown(parameter)
    return {"en": english.format(text), "zh-Hans": chinese.format(text)}
