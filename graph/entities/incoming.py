"""Headings of incoming links: what an entity is to those whose property it is the value of."""

from __future__ import annotations

from yuqiao.graph.labels import Label

_KNOWN = {
    "yq:chinesePartner": Label("is Chinese partner in", "作为中方参与"),
    "yq:foreignPartner": Label("is foreign partner in", "作为外方参与"),
}
_ANY = Label("Entities with this as “{}”", "以本条为“{}”的条目")


def incoming_label(short: str, name: str, lang: str) -> str:
    """Return the heading for the subjects of a property that has no named inverse.

    The name of the property alone would turn the statement round.

    :param short: its prefixed name
    :param name: its name in the language
    :param lang: a display language or a language tag

    >>> incoming_label("yq:chinesePartner", "has Chinese partner", "en")
    'is Chinese partner in'
    >>> incoming_label("foaf:knows", "knows", "en")
    'Entities with this as “knows”'
    """
    known = _KNOWN.get(short)
    return known.text(lang) if known else _ANY.text(lang).format(name)
