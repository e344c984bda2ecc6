"""Three figures of which one is the product or the quotient of the others: amounts per head, and what a part pulled of the growth of all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.resources import toml_data
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import find_unit
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.lexicon import alternatives
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, divided_for, pairs_of
from ecdesk.prose.relations.growth.growths import is_earlier
from ecdesk.prose.relations.growth.means import ends_of_mean
from ecdesk.prose.relations.hints import asked, hint, lead
from ecdesk.prose.relations.slips import Slip, find_slip

FAR = Fraction(95, 100)
"""The mean number of people of a year is no farther from the number at its end."""
ONE = Fraction(1)
_PEOPLE = ("人", "人次")


def search_products(facts: Facts) -> Iterator[Claim]:
    for fact in facts.all:
        called = quotient_called(fact)
        if called is not None:
            yield from _of_called(facts, fact, called)
        elif hint("quotient").search(fact.statement.name) is not None and fact.statement.figure.amount.unit is NO_UNIT:
            yield from _of_two(facts, fact)
        elif fact.kind == "level":
            yield from _of_mean(facts, fact)
        elif fact.kind == "points" and hint("pulled").search(lead(fact)) is not None:
            yield from _pulled(facts, fact)


def _of_mean(facts: Facts, fact: Fact) -> Iterator[Claim]:
    """人均用电量6467千瓦时: a level over the number of those that its words name, else one per head over people."""
    ends = ends_of_mean(facts, fact)
    totals, counted, scale = ends if ends is not None else ([], [], ONE)
    both = [(total, number) for total in totals for number in counted if total is not number]
    fit = _first_fit(both, fact, scale)
    if fit is not None:
        yield _claim(facts, (*fit, fact), " ÷ ", Verdict.HOLDS, scale=scale)
        return
    held = list(_per_head(facts, fact)) if fact.statement.figure.kind is FigureKind.PER_HEAD else []
    yield from held or (_missed_quotient(facts, both, fact, scale) if _is_off(both, fact, scale) else ())


def _is_off(both: list[tuple[Fact, Fact]], fact: Fact, scale: Fraction) -> bool:
    """Whether a figure is none over the mean of a year, perhaps: its sentence has what it is over, or it is too far off."""
    return bool(both) and (both[0][1].sentence == fact.sentence or _off(both[0], fact, scale) > 1 - FAR)


def _first_fit(both: list[tuple[Fact, Fact]], fact: Fact, scale: Fraction) -> tuple[Fact, Fact] | None:
    """The first pair of levels whose quotient a figure is; chance grows with the pairs that were tried."""
    for tries, pair in enumerate(both, 1):
        width = sum(f.relative for f in (*pair, fact))
        if 2 * _off(pair, fact, scale) <= width and (tries == 1 or tries * width < asked("growth")["near"]):
            return pair
    return None


def _off(ends: tuple[Fact, Fact], fact: Fact, scale: Fraction) -> Fraction:
    """How far a figure is from the quotient of two levels, as a part of it."""
    return abs(fact.point / _per(*ends) / scale - 1)


def _per_head(facts: Facts, fact: Fact) -> Iterator[Claim]:
    """人均花费1300元: an amount over the number of people. One that does not come out may be over another number of them: the year's mean."""
    pairs = list(_over_people(facts, fact))
    for tries, (total, head) in enumerate(pairs, 1):
        width = sum(Fraction(f.width, f.point) for f in (fact, total, head))
        if tries * width < asked("growth")["near"] and abs(fact.point / _per(total, head) - 1) * 2 <= width:
            yield _claim(facts, (total, head, fact), " ÷ ", Verdict.HOLDS)
            return
    named = [(total, head) for total, head in pairs if total.name and total.name == _total_name(fact)]
    if len(named) == 1 and not FAR < fact.point / _per(*named[0]) < 1 / FAR:
        yield _claim(facts, (*named[0], fact), " ÷ ", Verdict.UNDECIDED, text("可能是按年平均人数计算的，请核对。"))


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient that the field knows by a name. called, part, whole: the words for it, for what is divided and by which; scale: of the unit
    that it is counted by. mean: it is over the mean of a year."""

    called: re.Pattern[str]
    part: re.Pattern[str]
    whole: re.Pattern[str]
    scale: Fraction
    mean: bool


@lru_cache(maxsize=1)
def quotients() -> tuple[Quotient, ...]:
    return tuple(map(_quotient, toml_data("prose", "quotients.toml")["quotient"]))


def _quotient(entry: dict[str, Any]) -> Quotient:
    part, whole = (re.compile(alternatives(entry[end])) for end in ("part", "whole"))
    called = re.compile(f"(?:{alternatives(entry['called'])})[^，；。0-9]{{0,6}}$")
    unit = find_unit(entry.get("per", ""))
    return Quotient(called, part, whole, unit.scale if unit is not None else ONE, entry.get("mean", False))


def quotient_called(fact: Fact) -> Quotient | None:
    """The quotient that the words just before a figure call it, which no other relation bears out."""
    plain = fact.kind in ("level", "share", "rate", "ratio", "multiple") and fact.point > 0 and "share" not in fact.told
    said = lead(fact, 16) if plain and not fact.statement.figure.amount.qualifier else ""
    return next((one for one in quotients() if one.called.search(said) is not None), None) if said else None


def _of_called(facts: Facts, fact: Fact, called: Quotient) -> Iterator[Claim]:
    """存贷比91.1%: a quotient over levels near by that have the names of its ends."""
    both = _both_called(facts, fact, called)
    fits = [ends for ends in both if 2 * _off(ends, fact, called.scale) <= sum(f.relative for f in (*ends, fact))]
    if fits:
        yield _claim(facts, (*fits[0], fact), " ÷ ", Verdict.HOLDS)
    elif both and called.mean and _off(both[0], fact, called.scale) > 1 - FAR:
        yield _claim(facts, (*both[0], fact), " ÷ ", Verdict.UNDECIDED, text("可能是按年平均人数计算的，请核对。"), called.scale)
    elif not called.mean:
        yield from _missed_quotient(facts, both, fact, called.scale)


def _both_called(facts: Facts, fact: Fact, called: Quotient) -> list[tuple[Fact, Fact]]:
    """Each two levels that may be divided for a quotient, by their names."""
    parts, wholes = (_ends_called(facts, fact, name) for name in (called.part, called.whole))
    wholes = [whole for whole in wholes if whole not in parts][:MOST_ENDS]
    return [(part, whole) for part in parts[:MOST_ENDS] for whole in wholes]


def _ends_called(facts: Facts, fact: Fact, name: re.Pattern[str]) -> list[Fact]:
    """The levels of such a name around a quotient, of its time and place: those of its sentence, the nearest first, then the largest."""
    near = facts.all[max(0, fact.number - FAR_ENDS) : fact.number + 3]
    like = [f for f in near if f is not fact and f.kind == "level" and name.search(f.statement.name) and f.point > 0]
    of_it = [f for f in like if (f.period, f.statement.area) == (fact.period, fact.statement.area) and not is_earlier(f)]
    of_it.sort(key=lambda f: (0, abs(f.number - fact.number)) if f.sentence == fact.sentence else (1, -f.point))
    return of_it


FAR_ENDS, MOST_ENDS = 200, 3
"""Figures before a quotient among which its ends are looked for, and how many are tried for each."""


def _of_two(facts: Facts, fact: Fact) -> Iterator[Claim]:
    """城镇居民收入47412元；农村居民收入18931元。城乡居民收入比值为2.50: the last two levels before a quotient whose names are like its own."""
    ends = _levels_named(facts, fact)[1::-1]
    if len(ends) < 2 or ends[0].unit != ends[1].unit or not all(f.point for f in (fact, *ends)):
        return
    one, two = divided_for(fact, ends)
    slack = sum(f.relative for f in (one, two, fact)) / 2
    if abs(fact.point / _per(one, two) - 1) <= slack:
        yield _claim(facts, (one, two, fact), " ÷ ", Verdict.HOLDS)
    else:
        yield from _missed_quotient(facts, [(one, two)], fact)


def _levels_named(facts: Facts, fact: Fact) -> list[Fact]:
    """The levels of its period before a quotient whose names are more than half of its own, the nearest first."""
    near = (f for f in facts.near(fact, 8, 0, 1) if f.number < fact.number and f.period == fact.period)
    own = pairs_of(fact.name)
    return [f for f in near if 2 * len(pairs_of(f.statement.name) & own) > len(own)]


def _missed_quotient(facts: Facts, both: list[tuple[Fact, Fact]], fact: Fact, scale: Fraction = ONE) -> Iterator[Claim]:
    """The one pair of levels whose quotient a slip would make of this."""
    half = max(fact.width, fact.last) // 2  # 人均10624件 is a count, and rounded all the same
    found: list[tuple[tuple[Fact, Fact], Slip]] = []
    for ends in both:
        meant = int(_per(*ends) * scale)
        slip = find_slip((fact,), lambda _fact, meant=meant: (meant - half, meant + half))  # type: ignore[misc]
        found += [(ends, slip)] if slip is not None and slip.chance * len(both) < asked("slip")["share"] else []
    if len(found) == 1 or (found and found[0][0] is both[0]):
        ends, slip = found[0]
        yield _claim(facts, (*ends, fact), " ÷ ", Verdict.FAILS, slip.words, scale)


def _total_name(fact: Fact) -> str:
    """What an amount per head is called in all; "" for 每千人口托位数, which is over no number that the text has."""
    return fact.name.replace("人均", "", 1) if "人均" in fact.name else ""


def _per(total: Fact, head: Fact) -> Fraction:
    return Fraction(total.point, head.point) * UNIT


def _over_people(facts: Facts, fact: Fact) -> Iterator[tuple[Fact, Fact]]:
    """Totals like an amount per head around it, each with the numbers of people there, of its own period."""
    near = [f for f in facts.near(fact, 10, 3, 2) if f.period == fact.period and f.point]
    heads = [f for f in near if f.statement.figure.kind is FigureKind.COUNT and f.unit in _PEOPLE]
    return ((total, head) for total in near if _may_be_total(total, fact) for head in heads)


def _may_be_total(total: Fact, fact: Fact) -> bool:
    like = total.unit == fact.unit and total.statement.figure.kind is not FigureKind.PER_HEAD
    return like and total.point > fact.point


def _pulled(facts: Facts, points: Fact) -> Iterator[Claim]:
    """贡献率38.2%，拉动经济增长2.6个百分点: what a part contributed to a growth, in points of it."""
    before = [f for f in facts.by_paragraph[points.paragraph] if f.number < points.number and f.sentence >= points.sentence - 1]
    shares = [f for f in before if f.kind == "contribution" and f.sentence == points.sentence]
    if len(shares) == 1 and not points.statement.listed:
        yield from _of_rates(facts, before, shares[0], points)


def _of_rates(facts: Facts, before: list[Fact], share: Fact, points: Fact) -> Iterator[Claim]:
    rates = [f for f in before if f.kind == "growth"]
    fits = [rate for rate in rates if _comes_out(rate, share, points)]
    if fits:
        yield _claim(facts, (fits[-1], share, points), " × ", Verdict.HOLDS)
    elif len(rates) == 1 and rates[0].sentence == points.sentence and _is_of_all(rates[0]):
        yield from _missed(facts, rates[0], share, points)


def _is_of_all(rate: Fact) -> bool:
    """Whether a growth is that of the economy: 服务业增加值增长6.0%，贡献率63.0%，拉动3.3个百分点 tells that of the part."""
    return hint("economy").search(rate.name) is not None


def _comes_out(rate: Fact, share: Fact, points: Fact) -> bool:
    def possible(margin: Margin) -> bool:
        product = signed(rate.statement, margin) * signed(share.statement, margin)
        return product.meets(signed(points.statement, margin))

    return decide(possible) is Verdict.HOLDS


def _missed(facts: Facts, rate: Fact, share: Fact, points: Fact) -> Iterator[Claim]:
    one, two, three = (Fraction(f.point, UNIT) for f in (rate, share, points))
    slack = sum(Fraction(f.width, max(f.point, 1)) for f in (rate, share, points)) / 2
    wanted = {rate.number: three / two, share.number: three / one, points.number: one * two}

    def reach(fact: Fact) -> tuple[int, int] | None:
        value = wanted[fact.number] * UNIT
        return (int(value * (1 - slack)), int(value * (1 + slack))) if fact.doubted(int(value)) else None

    slip = find_slip((rate, share, points), reach)
    if slip is not None and slip.chance < asked("slip")["growth"]:
        yield _claim(facts, (rate, share, points), " × ", Verdict.FAILS, slip.words)


def _claim(
    facts: Facts, of: tuple[Fact, Fact, Fact], sign: str, verdict: Verdict, cause: object = None, scale: Fraction = ONE
) -> Claim:
    one, two, result = (fact.statement for fact in of)
    first, second = one.figure.value, two.figure.value
    expected = show(first / second * scale if sign == " ÷ " else first * second, result.figure)
    relation = f"{label(one)} {value_text(one)}{sign}{label(two)} {value_text(two)} = {value_text(result)}"
    message = text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(result)) if cause else None
    roles = [(one, "total"), (two, "part"), (result, "result")]
    return facts.context.claim("ratio", verdict, relation, roles, expected, message, cause)  # type: ignore[arg-type]
