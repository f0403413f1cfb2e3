"""Find partnerships by free words: names, countries, disciplines, pinyin, abbreviations, numbers.

Each word must name something that the partnership has. A word that names nothing is reported, with
the partnerships that match the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from yuqiao.graph.entities.name_matching import ABBREVIATED, NONE, folded, is_slipped, rank
from yuqiao.graph.entities.search import RESERVED_CODES
from yuqiao.graph.labels import NAMING_PATH
from yuqiao.graph.pinyin import is_pinyin, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yuqiao.graph.stores.store import Store

_APART = re.compile(
    r"[\s,;/+&?!，、；：／＋·？！。()（）\[\]【】〔〕{}<>《》〈〉「」『』“”\"@#|*]+"
)
_TIGHT = (
    (re.compile(r"https?://\S*/(\d+)(?!\S)"), r" \1 "),  # a page of the register, by its address
    (
        re.compile(r"([\u3400-\u9fff])[-–—~:]+"),
        r"\1 ",
    ),  # those within Latin words join: Haaga-Helia
    (re.compile(r"[-–—~:]+([\u3400-\u9fff])"), r" \1"),
    (re.compile(r"([\u3400-\u9fff])(?=moe\d|\d{3})"), r"\1 "),  # 编号3624
)
"""What stands between words without a space, and what is put in its place."""
_HAN = re.compile(r"[\u3400-\u9fff]{3,}")
NO_NAMES = (
    *("的", "与", "和", "项目", "专业", "合作", "合作办学", "中外合作", "中外合作办学", "中外办学"),
    *("是", "是否", "批准", "获批", "被批准", "有没有", "有哪些", "哪些", "什么", "正规", "真的"),
    *("吗", "呢", "了", "怎么样", "学费", "多少", "多少钱", "招生", "认可", "承认"),
    *(
        "请问",
        "今年",
        "现在",
        "还",
        "还有",
        "在",
        "有",
        "能",
        "可以",
        "可靠",
        "靠谱",
        "收费",
        "费用",
    ),
    *("我", "我想", "想", "了解", "知道", "听说", "孩子", "想读", "合作项目", "听说过", "合作的"),
    *("要", "读", "几年", "多久", "学制", "毕业", "文凭", "学位", "学历", "证书", "拿", "发"),
    *("许可证", "批准书", "编号", "证书编号", "许可证编号", "批准书编号", "证号", "号", "名单"),
    *("certificate", "number", "no", "no."),
    *("国家", "教育部", "跟", "同", "哪个", "哪里", "查", "怎么", "有效", "到期", "期限", "啊"),
    *("办", "合办", "举办", "国外", "外国", "几个", "个", "开设", "收", "学生", "这个", "这些"),
    *("and", "of", "the", "is", "are", "in", "at", "with", "between", "approved", "recognised"),
    *(
        "it",
        "this",
        "a",
        "does",
        "do",
        "how",
        "much",
        "what",
        "which",
        "for",
        "to",
        "still",
        "degree",
        "degrees",
    ),
    *("diploma", "recognized", "accredited", "admission", "enrol", "enroll", "cost", "costs"),
    *(
        "programme",
        "programmes",
        "program",
        "programs",
        "course",
        "courses",
        "tuition",
        "fee",
        "fees",
    ),
)
"""Words of questions, which name nothing and are left out."""

_NEAR = 5  # partnerships that are proposed when none matches all words

_OWN = f"""
SELECT ?partnership ?name WHERE {{
  ?partnership a yq:Partnership ; {NAMING_PATH}|skos:altLabel ?name . FILTER(ISIRI(?partnership))
}}"""
_RELATED = """
SELECT DISTINCT ?partnership ?related WHERE {
  ?partnership a yq:Partnership ;
    yq:chinesePartner|yq:foreignPartner|yq:partnerCountry|yq:discipline|yq:level|yq:form ?related .
  FILTER(ISIRI(?partnership) && ISIRI(?related))
}"""
_NAMES = f"""
SELECT DISTINCT ?related ?name WHERE {{
  {{ SELECT DISTINCT ?related WHERE {{
    ?partnership a yq:Partnership ;
      yq:chinesePartner|yq:foreignPartner|yq:partnerCountry|yq:discipline|yq:level|yq:form ?related
  }} }}
  ?related {NAMING_PATH}|skos:altLabel|dcterms:identifier|yq:ministryCode ?name .
}}"""
_NUMBERS = """
SELECT ?partnership ?number WHERE {
  { ?approval yq:approvalOf ?partnership ; yq:certificateNumber ?number }
  UNION { ?partnership yq:registerPage ?page BIND(REPLACE(STR(?page), "^.*/", "") AS ?number) }
}"""


@dataclass(frozen=True)
class ProgrammeMatches:
    """The partnerships that a text finds.

    :param found: the IRIs of those that match every word, in order
    :param unmatched: the words that match nothing
    :param near: the IRIs of those that match most words, if none matches all
    """

    found: tuple[str, ...]
    unmatched: tuple[str, ...]
    near: tuple[str, ...]


class ProgrammeIndex:
    """The names by which partnerships are found.

    :param names: of each entity, folded; partnerships are entities too
    :param related: the entities that each partnership has, by IRI
    """

    def __init__(
        self, names: Mapping[str, Sequence[str]], related: Mapping[str, Sequence[str]]
    ) -> None:
        self.names = names
        self.related = related
        self._of: dict[str, set[str]] = defaultdict(set)
        for partnership, entities in related.items():
            for entity in (partnership, *entities):
                self._of[entity].add(partnership)
        self._whole = {name for own in names.values() for name in own if len(name) > 1}
        self._words: dict[str, dict[str, float]] = {}

    @classmethod
    def of_store(cls, store: Store) -> ProgrammeIndex:
        """Read the names from a graph.

        >>> import yuqiao
        >>> index = ProgrammeIndex.of_store(yuqiao.open())
        >>> [iri.rpartition("/")[2] for iri in index.search("重大 俄罗斯 物理").found]
        ['cqu-novosibirsk-physics']
        """
        names: dict[str, set[str]] = defaultdict(set)
        related: dict[str, set[str]] = defaultdict(set)
        for iri, name in _texts(store, _OWN):
            names[iri].add(folded(name))
            related[iri].add(iri)
            names[iri].add(iri.rpartition("/")[2])
        for iri, other in _texts(store, _RELATED):
            related[iri].add(other)
        for iri, name in _texts(store, _NAMES):
            names[iri].add(folded(name))
            if name in _SPOKEN:
                names[iri].add(_SPOKEN[name])
            if name in _WITH_CHINA:
                names[iri].add(_WITH_CHINA[name])
            for text, code in RESERVED_CODES.items():
                if name == code:
                    names[iri].add(folded(text))
        for iri, number in _texts(store, _NUMBERS):
            names[iri].add(folded(number))
        return cls(
            {iri: tuple(sorted(own)) for iri, own in sorted(names.items())},
            {iri: tuple(sorted(own)) for iri, own in sorted(related.items())},
        )

    def __len__(self) -> int:
        return len({each for found in self._of.values() for each in found})

    def search(self, text: str) -> ProgrammeMatches:
        """Find the partnerships that match every word of a text, the best first."""
        words = self._split(text)
        matching = {word: self._matching(word) for word in words}
        unmatched = tuple(word for word in words if not matching[word])
        common = self._common(words)
        found = sorted(common, key=lambda iri: (common[iri], iri))
        near = () if found else tuple(self._near(words, matching))
        return ProgrammeMatches(tuple(found), unmatched, near)

    def _split(self, text: str) -> list[str]:
        """Split a text into words; a Chinese phrase without spaces, by the names in it."""
        text = folded(text)
        for pattern, replacement in _TIGHT:
            text = pattern.sub(replacement, text)
        words = [word for word in _APART.split(text) if word]
        named = [word for word in words if word not in NO_NAMES]
        return list(dict.fromkeys(part for word in named for part in self._parts(word)))

    def _parts(self, word: str) -> list[str]:
        """Return the names that a phrase consists of; the phrase itself if anything is left.

        A phrase that begins one name, but consists of others, finds what has all of these:
        重庆医科大学莱斯特 is more than the institute that is called so.
        """
        if not _HAN.search(word):
            return [word]
        begun = self._matching(word).keys()
        parts = self._cut(word, whole_first=True)
        if begun:
            return parts if parts and begun <= self._common(parts).keys() else [word]
        parts = parts or self._cut(word, whole_first=False) or self._pieces(word)
        return [part for part in parts if part not in NO_NAMES]

    def _pieces(self, phrase: str) -> list[str]:
        """Cut a phrase into the names in it and what stands between them, which names nothing."""
        parts: list[str] = []
        while phrase:
            name = self._start(phrase)
            if name in _KINDS and parts and self._is_begun(parts[-1]):
                parts[-1] += name
            elif name is None:
                name = self._unknown(phrase)
                parts.append(name)
            else:
                parts.append(name)
            phrase = phrase[len(name) :]
        return parts

    def _start(self, phrase: str, *, whole: bool = False) -> str | None:
        """Return the longest name that a phrase begins with; of one character, a particle.

        :param whole: whether a text that only begins a name is none
        """
        known = [start for start in _starts(phrase) if len(start) > 1 or start in PARTICLES]
        first = next((start for start in known if start in self._whole), None)
        named = (start for start in known if (start in NO_NAMES if whole else self._is_name(start)))
        return first or next(named, None)

    def _unknown(self, phrase: str) -> str:
        """Return what a phrase begins with that names nothing: another school, or a few words."""
        school = _SCHOOL.match(phrase)
        length = len(school[0]) if school else len(phrase)
        for start in range(1, length):
            rest = phrase[start:length] if school else phrase[start:]
            if (school and rest in self._whole) or (not school and self._start(rest, whole=True)):
                return phrase[:start]
        return phrase[:length]

    def _cut(self, phrase: str, *, whole_first: bool) -> list[str]:
        """Cut a phrase into names, the longest first; nothing if anything is left.

        :param whole_first: whether a whole name goes before a longer text that begins a name
        """
        parts: list[str] = []
        while phrase:
            starts = _starts(phrase)
            whole = (start for start in starts if whole_first and start in self._whole)
            name = next(whole, None) or next(filter(self._is_name, starts), None)
            if name is None or (name in _KINDS and parts and self._is_begun(parts[-1])):
                return []
            parts.append(name)
            phrase = phrase[len(name) :]
        return parts

    def _is_begun(self, part: str) -> bool:
        """Return whether a part only begins a name: 重庆三峡 before 学院 is of another school."""
        return len(part) > _SHORT and part not in self._whole and part not in NO_NAMES

    def _common(self, words: Iterable[str]) -> dict[str, float]:
        """Return the partnerships that match every word, with how well."""
        scores = [self._matching(word) for word in words]
        common = set.intersection(*map(set, scores)) if scores else set()
        return {iri: sum(score[iri] for score in scores) for iri in common}

    def _is_name(self, text: str) -> bool:
        if text in NO_NAMES or text in _KINDS:
            return True
        if len(text) < _SHORT or text.startswith(_KINDS):  # 大学合 is of 大学合作, not a name
            return False
        return bool(self._matching(text, exact=True))

    def _matching(self, word: str, *, exact: bool = False) -> dict[str, float]:
        """Return the partnerships that a word matches, with how well; the smaller the better.

        :param exact: whether abbreviations of more than two characters are left out, and pinyin
        """
        key = f"{word}\0{exact}"
        if key not in self._words:
            entities = self._by_rank(word, exact=exact)
            if not entities and not exact:
                entities = self._by_pinyin(word)
            best: dict[str, float] = {}
            for entity, how in entities.items():
                for partnership in self._of.get(entity, ()):
                    best[partnership] = min(how, best.get(partnership, how))
            self._words[key] = best
        return self._words[key]

    def _by_rank(self, word: str, *, exact: bool) -> dict[str, float]:
        ranked = {
            entity: how
            for entity, names in self.names.items()
            if (how := min((_rank(name, word) for name in names), default=NONE)) < NONE
        }
        if word.isascii() and len(word) <= _ABBREVIATION:
            as_word = [each for each in ranked if _has_word(self.names[each], word)]
            ranked = {each: ranked[each] for each in as_word} or ranked
        whole = {entity: how for entity, how in ranked.items() if how < ABBREVIATED}
        if whole or not ranked or (exact and len(word) > _SHORT):
            return whole
        best = min(ranked.values())  # of abbreviated names the shortest is meant
        return {entity: how for entity, how in ranked.items() if how == best}

    def _by_pinyin(self, word: str) -> dict[str, float]:
        if not (word.isascii() and word.isalpha()):
            return {}
        return {
            entity: 0.5
            for entity, names in self.names.items()
            if any(is_pinyin(word, readings(name)) for name in names if not name.isascii())
        }

    def _near(
        self, words: Sequence[str], matching: Mapping[str, Mapping[str, float]]
    ) -> Iterator[str]:
        """Yield the partnerships that match most of the words, a slip forgiven in each."""
        counts: dict[str, int] = defaultdict(int)
        for word in words:
            for partnership in matching[word] or self._slipped(word):
                counts[partnership] += 1
        most = max(counts.values(), default=0)
        ordered = sorted(counts, key=lambda iri: (-counts[iri], iri))
        yield from [iri for iri in ordered if counts[iri] == most][:_NEAR]

    def _slipped(self, word: str) -> set[str]:
        if word.isdigit():
            return set()
        return {
            partnership
            for entity, names in self.names.items()
            if any(is_slipped(name, word) for name in names)
            for partnership in self._of.get(entity, ())
        }


def _starts(phrase: str) -> list[str]:
    """Return what a phrase begins with, the longest first."""
    return [phrase[:end] for end in range(len(phrase), 0, -1)]


_KINDS = ("大学", "学院", "学校")
_SCHOOL = re.compile(r"[^的与和跟]{1,8}?(?:大学|学院|学校)")
PARTICLES = ("的", "与", "和", "跟", "是", "有", "在", "吗", "呢", "了", "要", "读", "我")
"""The words of one character that may stand beside what names nothing."""

_WITH_CHINA = {
    "美国": "中美", "英国": "中英", "德国": "中德", "法国": "中法", "俄罗斯": "中俄",
    "韩国": "中韩", "日本": "中日", "澳大利亚": "中澳", "加拿大": "中加", "意大利": "中意",
    "爱尔兰": "中爱", "波兰": "中波", "芬兰": "中芬", "泰国": "中泰", "新加坡": "中新",
    "新西兰": "中新", "瑞士": "中瑞", "瑞典": "中瑞", "荷兰": "中荷", "比利时": "中比",
    "丹麦": "中丹", "匈牙利": "中匈", "马来西亚": "中马", "奥地利": "中奥", "葡萄牙": "中葡",
    "西班牙": "中西", "挪威": "中挪", "捷克": "中捷", "希腊": "中希", "以色列": "中以",
    "白俄罗斯": "中白", "乌克兰": "中乌", "印度": "中印", "越南": "中越", "塞尔维亚": "中塞",
    "哈萨克斯坦": "中哈", "土耳其": "中土", "中国香港": "渝港", "中国澳门": "渝澳",
    "中国台湾": "渝台",
}  # fmt: skip
"""How a country is named together with China; 中新 may be either of two, and is both."""

_SPOKEN = {"澳大利亚": "澳洲", "俄罗斯": "俄国"}
"""What a country is called in speech."""

_SHORT = 2  # characters of an abbreviation within a phrase, such as 重大
_ABBREVIATION = 5  # letters of one at most, which is then meant as a whole word, such as SWU


def _has_word(names: Iterable[str], word: str) -> bool:
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    return any(pattern.search(name) for name in names)


def _rank(name: str, word: str) -> float:
    if word.isdigit():  # a number is meant as a whole
        return rank(name, word) if name == word else NONE
    return rank(name, word)


def _texts(store: Store, sparql: str) -> Iterator[tuple[str, str]]:
    """Return the rows of a query for an IRI and a text."""
    for one, other in store.select(sparql):
        if isinstance(one, NamedNode) and isinstance(other, (NamedNode, Literal)):
            yield one.value, other.value
