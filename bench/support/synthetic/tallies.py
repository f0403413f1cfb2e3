"""What has been counted while partnerships were written, and the figures that come of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

from support.synthetic.names import COUNTRIES
from support.synthetic.partnerships import register_of
from support.synthetic.register import batch_source, discipline_slug, field_of, news
from support.synthetic.sampling import ARTICLE, BATCHES, Partnership
from support.synthetic.terms import TERMS, Source, Thing, iri, text, typed

_WIDER = ("05", "06", "07", "08", "09")
_COUNTED = (
    text("Counted in this graph: entries that the register shows, ended ones included.", "en"),
    text("由本图谱统计：名单所载条目，含已终止者。", "zh-hans"),
)
_OF_DISCIPLINES = (
    text("Counted in this graph: disciplines of entries that the register shows.", "en"),
    text("由本图谱统计：名单所载条目的专业。", "zh-hans"),
)
_OF_BATCH = (
    text("Counted in this graph: approvals of the batch.", "en"),
    text("由本图谱统计：该批次的审批。", "zh-hans"),
)
_NOTE = (
    text(
        "A discipline is counted once for each level; partnerships whose disciplines are not known"
        " add none.",
        "en",
    ),
    text("同一专业在每一层次各计一次；专业不详的机构和项目不计。", "zh-hans"),
)


class Tally:
    """Counts of partnerships, as the rules of the vocabulary derive them."""

    def __init__(self, countries: list[int]) -> None:
        self._countries = countries
        self.all: Counter[str] = Counter()
        self.current: Counter[str] = Counter()
        self._indicators: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._registers: defaultdict[int, dict[Source, None]] = defaultdict(dict)
        self._shown_by: defaultdict[tuple[int, str], dict[Source, None]] = defaultdict(dict)
        self._disciplines: defaultdict[int, set[int]] = defaultdict(set)
        self._batches: defaultdict[int, Counter[tuple[int, str]]] = defaultdict(Counter)

    def count(self, drawn: Partnership) -> None:
        """Count a partnership in."""
        codes = {COUNTRIES[self._countries[number]][0] for number in drawn.universities}
        things = [iri("o", f"c{drawn.school}")]
        things += [iri("o", f"u{number}") for number in drawn.universities]
        things += [TERMS[f"country:{code}"] for code in sorted(codes)]
        things += [iri("dis", discipline_slug(number)) for number in drawn.disciplines]
        self.all.update(things)
        if not drawn.ended:
            self.current.update(things)
        form = "institutions" if drawn.institution else "programmes"
        self._registers[drawn.region][register_of(drawn)] = None
        if drawn.batch is not None:
            kinds = ("new-approvals", f"new-joint-{form}")
            self._batches[drawn.region].update((drawn.batch, kind) for kind in kinds)
        if not drawn.listed:
            return
        suffixes = ["-local-filed" if drawn.local else "-ministry"]
        suffixes += ["-with-russia"] if "RUS" in codes else []
        indicators = ["partnerships-total", f"joint-{form}"]
        for suffix in suffixes:
            total = "partnerships-total" if suffix == "-with-russia" else "partnerships"
            indicators += [f"{total}{suffix}", f"joint-{form}{suffix}"]
        self._indicators[drawn.region].update(indicators)
        for indicator in indicators:
            self._shown_by[drawn.region, indicator][register_of(drawn)] = None
        if drawn.disciplines:
            given_by = {register_of(drawn): None, drawn.page: None}
            self._shown_by[drawn.region, "disciplines"].update(given_by)
        self._disciplines[drawn.region].update(drawn.disciplines)

    def add_counts(self, thing: Thing) -> None:
        """State of a thing in how many partnerships it takes part."""
        if thing.iri in self.all:
            thing.say("yq:partnershipCount", typed(self.all[thing.iri], "integer"))
            thing.say("yq:currentPartnershipCount", typed(self.current[thing.iri], "integer"))

    def add_figures(self, place: Thing, region: int) -> None:
        """Write the figures of a region: those that sources report, and those computed here."""
        self._add_reported(place, region)
        complete = max((register.date for register in self._registers[region]), default="")
        for indicator, number in self._indicators[region].items():
            shown_by = list(self._shown_by[region, indicator])
            of_route = indicator.endswith(("-ministry", "-local-filed"))
            date = shown_by[0].date if of_route else complete
            _computed(place, indicator, str(number), "1", date, shown_by, _COUNTED, f"{date}--")
        taught = self._disciplines[region]
        wider = sum(1 for number in taught if (field_of(number) or "").startswith(_WIDER))
        if taught:
            share = _rounded(Decimal(1000 * wider) / len(taught))
            for indicator, value, unit in (
                ("disciplines-covered", str(len(taught)), "1"),
                ("disciplines-science-engineering-agriculture-medicine", str(wider), "1"),
                ("share-science-engineering-agriculture-medicine", share, "%"),
            ):
                given_by = list(self._shown_by[region, "disciplines"])
                slug = f"{complete}--"
                figure = _computed(
                    place, indicator, value, unit, complete, given_by, _OF_DISCIPLINES, slug
                )
                for note in _NOTE:
                    place.of_claim(figure, "skos:scopeNote", note)
        for (number, indicator), count in sorted(self._batches[region].items()):
            slug = BATCHES[number]
            _computed(
                place,
                indicator,
                str(count),
                "1",
                slug,
                [batch_source(number)],
                _OF_BATCH,
                f"{slug}--",
            )

    def _add_reported(self, place: Thing, region: int) -> None:
        """Write totals at three dates, and a count of the editors' that contradicts the last."""
        source = ARTICLE if region == 0 else news(region)
        counted = self._indicators[region]
        institutions, programmes = counted["joint-institutions"], counted["joint-programmes"]
        for date, share in (("2023-06", 0.7), ("2024-06", 0.8), ("2025-06", 0.9)):
            first, second = int(institutions * share), int(programmes * share)
            off = 1 if region % 7 == 3 else 0
            for name, indicator, value in (
                ("total", "partnerships-total", first + second + off),
                ("institutions", "joint-institutions", first),
                ("programmes", "joint-programmes", second),
                ("intake", "annual-intake", 100 * second),
            ):
                figure = iri("cl", f"{place.slug}-{date}-{name}")
                _figure(place, figure, indicator, str(value), "1", f"{date}-01", [source])
        total = iri("cl", f"{place.slug}-2025-06-total")
        own = iri("cl", f"{place.slug}-2025-06-total-editors")
        place.evidence(
            own,
            *self._registers[region],
            basis="computed",
            review="rejected",
            date="2025-06-01",
            kind="yq:StatisticalClaim",
        )
        everything = str(institutions + programmes)
        _say_figure(place, own, "partnerships-total", everything, "1")
        place.of_claim(own, "yq:contradicts", total)
        place.of_claim(total, "yq:contradicts", own)
        if region == 0:
            batch = str(self._batches[region][0, "new-approvals"])
            figure = iri("cl", "chongqing-2025-05-new-approvals")
            _figure(place, figure, "new-approvals", batch, "1", "2025-05", [ARTICLE])


def _rounded(tenths: Decimal) -> str:
    """Return a share in per cent as the engine writes it: ``70`` rather than ``70.0``."""
    value = tenths.quantize(Decimal(1), ROUND_HALF_UP) / 10
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _computed(
    place: Thing,
    indicator: str,
    value: str,
    unit: str,
    date: str,
    sources: list[Source],
    said: tuple[str, ...],
    batch: str = "",
) -> str:
    figure = iri("cl", f"{place.slug}-counted--{batch}{indicator}")
    place.evidence(figure, *sources, basis="computed", date=date, kind="yq:StatisticalClaim")
    _say_figure(place, figure, indicator, value, unit)
    for words in said:
        place.of_claim(figure, "schema:text", words)
    return figure


def _figure(
    place: Thing,
    figure: str,
    indicator: str,
    value: str,
    unit: str,
    date: str,
    sources: list[Source],
) -> None:
    place.evidence(figure, *sources, basis="reported", date=date, kind="yq:StatisticalClaim")
    _say_figure(place, figure, indicator, value, unit)
    place.of_claim(figure, "schema:text", text("As the article reports it.", "en"))


def _say_figure(place: Thing, figure: str, indicator: str, value: str, unit: str) -> None:
    place.of_claim(figure, "schema:variableMeasured", TERMS[f"idc:{indicator}"])
    datatype = "decimal" if unit == "%" else "integer"
    place.of_claim(figure, "schema:value", typed(value, datatype))
    place.of_claim(figure, "schema:unitText", text(unit))
