"""What the first lines of a text or a section say (外贸进出口同比增长5.8%, 超11万亿元), against the figure that the lines under them tell in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ecdesk.domain.texts import Text
from ecdesk.prose.explain import MOST_DIGITS, TURNED, digits_of, slip_between
from ecdesk.prose.reading.english import is_english
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.equality import Same, left_by_slips
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.hints import are_other, expected, hint, lead
from ecdesk.prose.relations.near.occasions import days, of_last_year, of_some_day, of_week
from ecdesk.prose.relations.shares import core

_BARE = pattern("bare_measure")
_SIZE = pattern("size_of")
REACH = 3
"""Paragraphs under a lead in which its figure is told in full."""
TITLE = 50
"""Characters of a title."""
SHORT, LONG = 3, 4
"""Characters of a name by which another one ends, and of one that tells by itself which figure is meant."""


def missed_leads(facts: Facts) -> Iterator[tuple[Fact, Fact, Text]]:
    """国内生产总值同比增长5.4% over 国内生产总值318758亿元，同比增长5.4%: each growth without a level that the one told with the level of that name
    and time contradicts by a slip."""
    for one in facts.all:
        if _is_lead(facts, one):
            told = [two for two in _below(facts, one) if _is_told_with_level(facts, two) and _is_one_growth(one, two)]
            values = {two.point * two.statement.sign for two in told}
            words = _slip(one, told[0]) if len(values) == 1 else None
            if words is not None:
                yield one, told[0], words


def _is_lead(facts: Facts, fact: Fact) -> bool:
    said = fact.statement
    plain = fact.kind == "growth" and not (said.listed or fact.aside or said.figure.amount.qualifier or "same" in fact.told)
    return plain and facts.of(said.head) is None and _name(fact) != "" and _is_of_year(fact)


def _is_of_year(fact: Fact) -> bool:
    """Whether a growth is against the year before, and of a time that is named."""
    return fact.statement.base in ("", "year") and fact.period != "" and not (of_some_day(fact) or of_last_year(fact))


def _below(facts: Facts, one: Fact) -> Iterator[Fact]:
    """The figures behind one, to the last paragraph in which it may be told in full."""
    for step in range(REACH + 1):
        yield from (f for f in facts.by_paragraph.get(one.paragraph + step, ()) if f.number > one.number)


def _is_told_with_level(facts: Facts, fact: Fact) -> bool:
    """Whether a growth is told in the sentence of its level, which is none of a list."""
    level = facts.of(fact.statement.head) if fact.kind == "growth" else None
    plain = level is not None and level.kind == "level" and not (level.statement.listed or level.aside)
    return plain and level is not None and level.number == fact.number - 1 and _is_of_year(fact)


def _is_one_growth(one: Fact, two: Fact) -> bool:
    """Whether two growths are of one time, place and kind by what is said of them, and of one thing by their names."""
    said = (one.period, one.statement.area) == (two.period, two.statement.area) and one.sentence != two.sentence
    alike = all(say(one) == say(two) for say in (expected, of_week, days, _is_real))
    return said and alike and _are_one_name(one, two) and not two.statement.figure.amount.qualifier


def _is_real(fact: Fact) -> bool:
    return hint("real").search(lead(fact, 10)) is not None


def _are_one_name(one: Fact, two: Fact) -> bool:
    """Whether two names are the same, or that of a title ends with the other one."""
    short, long = _name(two), _name(one)
    return short == long or (is_title(one) and len(short) >= LONG and long.endswith(short))


def _name(fact: Fact) -> str:
    """Its name without that of its list and the word for its total; "" where it says too little."""
    name = core(fact.name.rsplit("/", 1)[-1])
    return name if len(name) >= SHORT and _BARE.fullmatch(name) is None and not is_english(fact.text) else ""


def is_title(fact: Fact) -> bool:
    return len(fact.text) <= TITLE and "。" not in fact.text


def _slip(one: Fact, two: Fact) -> Text | None:
    if one.statement.sign != two.statement.sign:
        return TURNED if one.point == two.point else None
    first, second = one.statement.figure, two.statement.figure
    return slip_between(first, second) if one.point != two.point and first.amount.exponent == second.amount.exponent else None


# -- thresholds


def level_under(facts: Facts, one: Fact) -> Fact | None:
    """进出口超11万亿元 over 货物贸易进出口11.84万亿元: the exact figure under an open one of its name, place and time; of several names that end so the
    first and largest."""
    if not _says_what_is_now(one):
        return None
    named = [two for two in _below(facts, one) if _is_exact_of(one, two) and _are_one_size(one, two)]
    return named[0] if named and all(two.point <= named[0].point for two in named) else None


def _says_what_is_now(one: Fact) -> bool:
    return one.period != "" and not (one.statement.listed or one.aside or of_some_day(one) or is_english(one.text))


def _is_exact_of(one: Fact, two: Fact) -> bool:
    said = (one.unit[:3], one.period, one.statement.area) == (two.unit[:3], two.period, two.statement.area)
    exact = two.kind == "level" and two.digits > 2 and not (two.statement.figure.amount.qualifier or two.aside)
    return said and exact and one.sentence != two.sentence and not two.statement.listed


def _are_one_size(one: Fact, two: Fact) -> bool:
    """货物贸易规模 for 货物贸易进出口: whether an open figure's name, but for a word for size, is one that another begins or ends with."""
    own = one.name.rsplit("/", 1)[-1]
    said, name = _SIZE.sub("", core(own)), _name(two)
    if len(said) < SHORT or not name:
        return False
    sized = said != own and len(said) >= LONG and name.startswith(said)
    return said == name or said.endswith(name) or name.endswith(said) or sized


# -- among figures that are told again


def told_among_the_same(facts: Facts, same: list[Same]) -> Iterator[tuple[Fact, Fact, Text]]:
    """2,418,600, up 2.1 per cent from 2,367,900 and 2,418,060, compared with 2,367,900 …, an increase of 2.1 per cent: the one level of each of two
    sentences that tell two more figures alike, of which one says much."""
    shared: dict[tuple[int, int], set[int]] = defaultdict(set)
    for pair in same:
        if pair.one.point == pair.two.point and pair.one.sentence != pair.two.sentence:
            shared[pair.one.sentence, pair.two.sentence] |= {pair.one.number, pair.two.number}
    for places, numbers in shared.items():
        one, two = (_level_but(facts, place, numbers) for place in places)
        enough = len(numbers) == 4 and max(facts.all[number].digits for number in numbers) >= LEVEL_DIGITS
        if enough and one is not None and two is not None and one.unit == two.unit and _a_slip_apart(one, two):
            words = slip_between(one.statement.figure, two.statement.figure)
            yield from [(one, two, words)] if words is not None else []


def _level_but(facts: Facts, sentence: int, numbers: set[int]) -> Fact | None:
    """The level of a sentence, but none of some of its figures, that one of these is the growth of."""
    heads = {facts.all[number].statement.head for number in numbers if facts.all[number].kind == "growth"}
    levels = (f for f in facts.by_sentence[sentence] if f.kind == "level" and f.number not in numbers)
    return next((f for f in levels if f.statement in heads), None)


def _a_slip_apart(one: Fact, two: Fact) -> bool:
    digits = [digits_of(fact.statement.figure) for fact in (one, two)]
    known = min(map(len, digits)) >= LEVEL_DIGITS and max(map(len, digits)) <= MOST_DIGITS and not are_other(one, two)
    return known and not set(left_by_slips(digits[0])).isdisjoint(left_by_slips(digits[1]))


LEVEL_DIGITS = 4
