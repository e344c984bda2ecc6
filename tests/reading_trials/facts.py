"""What a made table is about: its members by facet, and figures that fit each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.reading_trials.vocabulary import CITIES, NATIONS, PROVINCES, REGIONS, SUBJECTS, Area, Indicator, Subject

Coords = dict[str, str]
"""Facet (A area, Y year, P part of the year, I indicator, M measure) to one of its members, by its key."""

SCALES = {"千": 3, "万": 4, "百万": 6, "亿": 8}
PARTS = {
    "year": [""],
    "quarter": ["Q1", "Q2", "Q3", "Q4"],
    "month": [f"M{month:02}" for month in range(1, 13)],
    "cumulative": [f"C{month:02}" for month in range(2, 12)],
    "half": ["H1", "H2"],
}


def scale(unit: str) -> int:
    """The power of ten that a unit's first characters say."""
    return next((SCALES[word] for word in ("百万", "千", "万", "亿") if unit.startswith(word)), 0)


@dataclass
class Facts:
    """members: facet to the keys of its members, in the order of the table. units: of each indicator, as published here. pair: the parts are a
    month and the months until then."""

    random: Random
    subject: Subject
    areas: dict[str, Area]
    indicators: dict[str, Indicator]
    members: dict[str, list[str]]
    units: dict[str, str]
    frequency: str
    pair: bool = False
    places: dict[str, float] = field(default_factory=dict)

    def level(self, area: str, indicator: str, year: str, part: str) -> float:
        """The level in the unit of the table; grows by some per cent a year, adds up over months."""
        one = self.indicators[indicator]
        if one.is_rate:
            return float(one.size * (0.8 + 0.4 * self._chance(area, indicator, year, part)))
        size: float = one.size * 10.0 ** (scale(one.units[0]) - scale(self.units[indicator]))
        growth = 1.03 + 0.2 * self._chance(indicator, area)
        size *= 0.3 + 2 * self._chance("size", area)
        size *= growth ** (int(year[-4:]) - 2018) * (1 + 0.03 * self._chance(area, indicator, year))
        if "-" in year:
            return size * 2.9
        return size * sum(
            self._share(month) * (1 + 0.08 * self._chance(area, indicator, year, str(month))) for month in months_of(part)
        )

    def _share(self, month: int) -> float:
        return (0.8 + 0.4 * self._chance("month", str(month))) / 12.0

    def _chance(self, *words: str) -> float:
        """A number from 0 to 1 that is the same for the same words."""
        name = "|".join(words)
        if name not in self.places:
            self.places[name] = Random(f"{self.subject.words}{name}").random()
        return self.places[name]

    def figure(self, coords: Coords) -> float:
        """What stands under some members, in its unit, not rounded."""
        area, indicator, year, part, measure = (coords[facet] for facet in "AIYPM")
        level = self.level(area, indicator, year, part)
        if measure == "value":
            return level
        if measure == "share":
            return 0.4 + 30 * self._chance(area, indicator, year, part, "share")
        before = self.level(area, indicator, str(int(year) - 1), part)
        if measure == "growth_prev":
            year, part = part_before(year, part)
            before = self.level(area, indicator, year, part)
        return level / before * 100 - (0 if measure == "index" else 100)


def months_of(part: str) -> range:
    number = int(part[1:] or 0)
    starts = {
        "": range(1, 13),
        "Q": range(3 * number - 2, 3 * number + 1),
        "M": range(number, number + 1),
        "C": range(1, number + 1),
        "H": range(6 * number - 5, 6 * number + 1),
    }
    return starts[part[:1]]


def part_before(year: str, part: str) -> tuple[str, str]:
    """The quarter or month before."""
    number, last = int(part[1:]) - 1, len(PARTS["quarter" if part[0] == "Q" else "month"])
    if number:
        return year, f"{part[0]}{number:0{len(part) - 1}}"
    return str(int(year) - 1), f"{part[0]}{last:0{len(part) - 1}}"


def some(random: Random, chances: dict[str, float]) -> str:
    return random.choices(list(chances), list(chances.values()))[0]


def make_facts(random: Random) -> Facts:
    """What a table of some subject is about; at most some hundred figures."""
    subject = random.choices(SUBJECTS, [5] + [1] * (len(SUBJECTS) - 1))[0]
    frequency = some(random, {"year": 9, "quarter": 2, "month": 2, "cumulative": 3, "half": 1, "pair": 3, "span": 0.4})
    measures = _measures(random, frequency)
    areas = _areas(random)
    years = _years(random, frequency)
    parts = _parts(random, frequency)
    usable = [one for one in subject.indicators if measures == ["value"] or not one.is_rate]
    indicators = random.sample(usable, random.choice((1, 1, 2, 3, 4, min(5, len(usable)))))
    indicators.sort(key=subject.indicators.index)
    members = {"A": list(areas), "Y": years, "P": parts, "I": [one.name for one in indicators], "M": measures}
    _bound(members)
    return Facts(
        random,
        subject,
        areas,
        {one.name: one for one in indicators},
        members,
        _units(random, indicators),
        frequency,
        frequency == "pair",
    )


def _measures(random: Random, frequency: str) -> list[str]:
    if frequency == "span":
        return ["value"]
    kinds = {"value": 6.0, "value growth": 5, "growth": 1.3, "value share": 1, "value growth share": 0.6, "value index": 0.3}
    if frequency in ("quarter", "month"):
        kinds |= {"value growth growth_prev": 1.5, "value growth_prev": 0.5}
    return some(random, kinds).split()


def _areas(random: Random) -> dict[str, Area]:
    if random.random() < 0.42:
        one = random.choice(PROVINCES)
        return {one.code: one}
    chosen = random.sample(PROVINCES, random.choice((3, 5, 8, 12, 20, 31)))
    chosen.sort(key=PROVINCES.index)
    if random.random() < 0.4:
        chosen.insert(0 if random.random() < 0.8 else len(chosen), random.choice(NATIONS))
    if random.random() < 0.12:
        chosen += REGIONS
    return {one.code: one for one in chosen}


def _years(random: Random, frequency: str) -> list[str]:
    last = random.randint(2012, 2019)
    if frequency == "span":
        return [f"{last - 5}-{last - 3}", f"{last - 2}-{last}"]
    number = random.choice({"year": (1, 1, 1, 2, 3, 5, 7), "pair": (1,)}.get(frequency, (1, 1, 1, 2)))
    years = [str(year) for year in range(last - number + 1, last + 1)]
    return years[::-1] if random.random() < 0.3 else years


def _parts(random: Random, frequency: str) -> list[str]:
    if frequency == "pair":
        month = random.randint(2, 11)
        return [f"M{month:02}", f"C{month:02}"]
    parts = PARTS.get(frequency, [""])
    if len(parts) > 1 and random.random() < 0.5:
        return [random.choice(parts)]
    start = random.randrange(len(parts))
    return parts[start:] if len(parts) - start > 1 else parts


def _bound(members: dict[str, list[str]]) -> None:
    """Cut the longest facets until the table has at most 400 figures."""
    while _product(members) > 400:
        longest = max("AYPI", key=lambda facet: len(members[facet]))
        del members[longest][len(members[longest]) * 2 // 3 :]


def _product(members: dict[str, list[str]]) -> int:
    number = 1
    for keys in members.values():
        number *= len(keys)
    return number


def _units(random: Random, indicators: list[Indicator]) -> dict[str, str]:
    """A unit each; money all in one."""
    money = random.choices(("亿元", "万元", "千元"), (6, 3, 0.5))[0]
    return {one.name: money if money in one.units else random.choice(one.units) for one in indicators}


def make_cities(random: Random, facts: Facts) -> tuple[Area, list[str]]:
    """Put places that no catalogue has in the place of the provinces; the province, and the keys of the places."""
    code = random.choice(list(CITIES))
    facts.areas = {name: Area("", name, name.removesuffix("市"), "") for name in CITIES[code]}
    facts.members["A"] = list(facts.areas)
    _bound(facts.members)
    return next(one for one in PROVINCES if one.code == code), facts.members["A"]
