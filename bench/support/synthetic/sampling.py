"""What is drawn by lot for each partnership, in the proportions of the bundled graph."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from support.synthetic.names import COUNTRIES, LEVELS, REGIONS
from support.synthetic.terms import Source

ARTICLE = Source("s-ichongqing-20250601", "2025-06-01")
CATALOGUE = Source("s-catalogue", "2026-04-10")
REGISTRY = Source("s-ror", "2026-11-02")
BATCHES = tuple(f"{year}-{month}" for year in range(2025, 2001, -1) for month in ("05", "11"))
INDUSTRIES = ("internet-of-things", "artificial-intelligence", "new-energy-vehicles")
"""Those that partnerships serve; smart manufacturing is left without one."""

_LEVEL_OF = (0, 1, 1, 0, 2, 0, 1, 1, 0, 1)  # the last digit of a discipline's number decides
_SHARE_ENDED, _SHARE_UNLISTED = 0.05, 0.035


@dataclass(frozen=True)
class Sizes:
    """How many of each there are, for a number of partnerships.

    The exponents make the numbers of the bundled graph (34 schools, 65 universities and 73
    disciplines for 85 partnerships) grow more slowly than the partnerships.

    >>> Sizes.of(85)
    Sizes(schools=34, universities=65, disciplines=73, regions=1, batches=1)
    """

    schools: int
    universities: int
    disciplines: int
    regions: int
    batches: int

    @classmethod
    def of(cls, partnerships: int, regions: int | None = None) -> Sizes:
        """Return the sizes of the world around some partnerships.

        :param regions: how many, if not as many as partnerships make likely
        """
        likely = max(1, min(partnerships // 85, len(REGIONS)))
        times = partnerships / 85
        return cls(
            schools=min(round(34 * times**0.8), partnerships, 3000),
            universities=min(round(65 * times**0.85), 20000),
            disciplines=min(round(73 * times**0.6), 700),
            regions=likely if regions is None else regions,
            batches=max(1, min(partnerships // 85, len(BATCHES))),
        )


class Zipf:
    """Numbers from 0 whose frequency falls with their rank, as Zipf's law has it."""

    def __init__(self, size: int, exponent: float = 0.9) -> None:
        self.weights = [1 / (rank + 1) ** exponent for rank in range(size)]
        self._up_to = list(accumulate(self.weights))

    def draw(self, random: Random) -> int:
        """Draw one."""
        return bisect(self._up_to, random.random() * self._up_to[-1])


@dataclass(frozen=True)
class Partnership:
    """What is drawn of one partnership; schools and so on by their numbers."""

    slug: str
    school: int
    region: int
    universities: tuple[int, ...]
    disciplines: tuple[int, ...]
    levels: tuple[int, ...]
    institution: bool
    entry: str
    batch: int | None
    industry: str | None
    first_intake: int | None
    years: int | None
    page: Source
    chance: float
    """What decides smaller things, such as whether it has a note."""

    @property
    def local(self) -> bool:
        """Whether it was approved locally, as those of vocational colleges are."""
        return self.levels == (0,)

    @property
    def ended(self) -> bool:
        """Whether the register marks it as ended."""
        return self.entry == "listed-as-ended"

    @property
    def listed(self) -> bool:
        """Whether the register has it."""
        return self.entry != "not-listed"


def level_of(discipline: int) -> int:
    """Return the level of a discipline, as an index of the levels."""
    return _LEVEL_OF[discipline % 10]


class Draws:
    """All that is drawn by lot, always in the same order for the same seed."""

    def __init__(self, partnerships: int, seed: int, regions: int | None = None) -> None:
        self.sizes = Sizes.of(partnerships, regions)
        self._random = Random(seed)
        self._partnerships = partnerships
        self._university = Zipf(self.sizes.universities)
        self._discipline = Zipf(self.sizes.disciplines)
        country, region = Zipf(len(COUNTRIES)), Zipf(self.sizes.regions)
        first = min(16, len(COUNTRIES))
        self.countries = [
            number if number < first else country.draw(self._random)
            for number in range(self.sizes.universities)
        ]
        self.regions = [
            number if number < self.sizes.regions else region.draw(self._random)
            for number in range(self.sizes.schools)
        ]

    def schools(self) -> Iterator[tuple[int, int]]:
        """Yield each school, as a number, and how many partnerships it has: one at least."""
        spare = self._partnerships - self.sizes.schools
        up_to = list(accumulate(Zipf(self.sizes.schools).weights))
        shares = [int(spare * share / up_to[-1]) for share in up_to]
        for number, share in enumerate(shares):
            yield number, 1 + share - (shares[number - 1] if number else 0)

    def partnership(self, number: int, school: int, of_school: int) -> Partnership:
        """Draw a partnership.

        :param number: among all; the first few are such that the questions' defaults find them
        :param of_school: its number among those of its school
        """
        chance = self._random.random
        slug = f"s{school}-{of_school}" if number else "cqnu-tchaikovsky"
        institution = chance() < 13 / 85 or number == 0
        disciplines = self._disciplines(institution)
        if number == 2:
            disciplines = (16,)  # pharmacy
        levels = {level_of(discipline) for discipline in disciplines}
        intake = 2002 + int(24 * chance()) if chance() < 0.2 else None
        page = Source(f"s-{slug}", f"{2018 + int(8 * chance())}-{1 + int(12 * chance()):02}-15")
        return Partnership(
            slug=slug,
            school=school,
            region=self.regions[school],
            universities=self._universities(),
            disciplines=disciplines,
            levels=tuple(sorted(levels)) or (int(len(LEVELS) * chance()),),
            institution=institution,
            entry=self._entry(number),
            batch=0 if number < 6 else self._batch(),
            industry=INDUSTRIES[0] if number == 1 else self._industry(),
            first_intake=intake,
            years=3 + int(2 * chance()) if intake and chance() < 0.8 else None,
            page=page,
            chance=chance(),
        )

    def _disciplines(self, institution: bool) -> tuple[int, ...]:
        if not institution and self._random.random() < 0.1:
            return ()
        several = 2 + int(5 * self._random.random()) if institution else 1
        return tuple(dict.fromkeys(self._discipline.draw(self._random) for _ in range(several)))

    def _universities(self) -> tuple[int, ...]:
        several = self._random.random()
        count = 0 if several < 0.06 else 2 if several > 0.98 else 1
        return tuple(dict.fromkeys(self._university.draw(self._random) for _ in range(count)))

    def _entry(self, number: int) -> str:
        lot = self._random.random()
        if number == 0 or lot > _SHARE_ENDED + _SHARE_UNLISTED:
            return "listed"
        return "listed-as-ended" if lot < _SHARE_ENDED else "not-listed"

    def _batch(self) -> int | None:
        if self._random.random() >= 0.07 * self.sizes.batches**0.5:
            return None
        return int(self.sizes.batches * self._random.random())

    def _industry(self) -> str | None:
        lot = self._random.random()
        return INDUSTRIES[int(lot * 50)] if lot < 0.06 else None
