"""Format the profile of a graph in any vocabulary as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yuqiao.exports.safe_text import harmless
from yuqiao.exports.text_layout import align_pairs
from yuqiao.graph.entities.names import labels_of
from yuqiao.graph.entities.profile import profile
from yuqiao.graph.rdf.prefixes import PrefixMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yuqiao.graph.entities.profile import Tally
    from yuqiao.graph.stores.store import Store

_WORDS = {
    "holds": ("What the graph holds", "图谱内容"),
    "triples": ("statements (triples)", "语句（三元组）"),
    "entities": ("entities", "实体"),
    "links": ("links between entities", "实体之间的联系"),
    "classes": ("Classes, with the number of instances", "类别及实例数"),
    "properties": ("Properties, with the number of statements", "属性及语句数"),
    "languages": ("Languages of texts", "文本的语言"),
    "namespaces": ("Namespaces of entities", "实体的命名空间"),
    "more": ("... and {} more", "……另有{}项"),
}
_MOST = 25  # lines of one list


def profile_text(store: Store, lang: str) -> str:
    """Return the profile of a graph as text: what it holds, and lists by frequency.

    :param lang: ``en`` or ``zh``

    >>> import yuqiao
    >>> profile_text(yuqiao.open(), "en").splitlines()[0]
    'What the graph holds'
    """
    return "\n".join(_lines(store, lang)) + "\n"


def _lines(store: Store, lang: str) -> Iterator[str]:
    found, column = profile(store), 1 if lang == "zh" else 0
    words = {key: word[column] for key, word in _WORDS.items()}
    labels = labels_of(store, [iri for iri, _ in (*found.classes, *found.properties)])
    short = PrefixMap(store.prefixes)

    def named(iri: str) -> str:
        name = short.compress(iri) or iri
        return f"{name} ({labels[iri].text(lang)})" if iri in labels else name

    yield words["holds"]
    numbers = ("triples", "entities", "links")
    yield from align_pairs([(words[name], f"{getattr(found, name):9,}") for name in numbers])
    for name in ("classes", "properties", "languages", "namespaces"):
        tally: Tally = getattr(found, name)
        if not tally:
            continue
        yield ""
        yield words[name]
        rows = [(harmless(named(each)), f"{count:9,}") for each, count in tally[:_MOST]]
        yield from align_pairs(rows)
        if len(tally) > _MOST:
            yield f"  {words['more'].format(f'{len(tally) - _MOST:,}')}"
