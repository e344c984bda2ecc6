"""Order where words say it: lists from the largest to the smallest, one figure above or below another, a target that was reached."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.judging import judge
from ecdesk.domain.wording.numbers import spelled_number
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.hints import between, expected, hint

_JOINED = pattern("joined_names")
_COMPARED = pattern("compared_level")
_PAUSE = re.compile("[，；、]")
_PAUSE_OR_STOP = re.compile("[，；。]")
_FIGURE = re.compile("[0-9](?![0-9]*年)")
_JOINED_ON = re.compile("[0-9][^0-9]{0,4}?[）)]?(?:、|和|及|与|以及)[^0-9]*$")
MOST = 30
MOST_EXCHANGED = 12
"""Members of a list of which two may stand in each other's place."""
LOOSE = 4
"""So many figures must fall where the word near them need not be said of their order: three fall by chance one time in six."""
_ENOUGH = {"strict": 2, "loose": LOOSE}
_NEAR = 60
"""Characters between the word and the first figure of a list that must be in order."""
_LIKE = {"rate": "share", "count": "level", "base": "level"}


@dataclass(slots=True, eq=False)
class Order:
    """Figures from the largest to the smallest, as the words say. compared: two, of which one is told to be above or below the other."""

    ranked: tuple[Fact, ...]
    verdict: Verdict
    compared: bool = False


def search_order(facts: Facts) -> Iterator[Order]:
    """Ranked lists of each sentence, and pairs that a word compares."""
    for fields in facts.by_sentence.values():
        yield from _lists(fields)
        yield from _pairs(fields)


def _lists(fields: list[Fact]) -> Iterator[Order]:
    rows: list[list[Fact]] = []
    for fact in fields:
        if fact.kind in ("points", "change", "limit", "ratio"):
            continue
        row = next((row for row in rows if _goes_on(row[-1], fact)), None)
        if row is None:
            rows.append([fact])
        else:
            row.append(fact)
    for row in rows:
        verdict = _verdict(row) if len(row) <= MOST else None
        if verdict is not None:
            yield Order(tuple(row), verdict)


def _verdict(row: list[Fact]) -> Verdict | None:
    """Whether a list is in the order that the words say; None where nothing says that it is ranked."""
    if len(row) < (2 if row[0].statement.listed else 3):
        return None
    word = _word(row)
    falling = all(_above(one, two) is not Verdict.FAILS for one, two in itertools.pairwise(row))
    if falling and row[0].point > row[-1].point:
        return Verdict.HOLDS if len(row) >= _ENOUGH.get(word, MOST + 1) else None
    return Verdict.FAILS if word == "strict" and _enumerated(row) and _one_misplaced(row) else None


def _enumerated(row: list[Fact]) -> bool:
    """Whether figures are one list: 分别为 with all of them, or each with its name, and 、 or 和 between them."""
    if row[0].statement.listed or _one_each(row):
        return True
    return all(_JOINED.match(between(one, two)) is not None for one, two in itertools.pairwise(row))


def _one_each(row: list[Fact]) -> bool:
    """位居前三位的是：A省312.7万个，占14.3%；B省205.4万个，占9.4%；…: whether each stands in a piece of its own, and a word says that there are so many."""
    said = hint("order", "strict").search(row[0].text[max(0, row[0].start - 2 * _NEAR) : row[0].start])
    segments = [fact.statement.segment for fact in row]
    in_turn = segments == list(range(segments[0], segments[0] + len(row)))
    return said is not None and _places_said(said[0]) == len(row) and in_turn and all(fact.statement.name for fact in row)


def _goes_on(last: Fact, fact: Fact) -> bool:
    """Whether a figure is the next of a list: of one kind and unit, and listed or named by itself."""
    one, two = last.statement, fact.statement
    return (
        _LIKE.get(last.kind, last.kind) == _LIKE.get(fact.kind, fact.kind)
        and last.unit == fact.unit
        and one.listed == two.listed
        and one.period == two.period
        and bool(last.aside) == bool(fact.aside)
        and (one.base, one.sign) == (two.base, two.sign)
    )


def _word(row: list[Fact]) -> str:
    """ "strict", "loose" or "": how clearly the words around a list say that it is ranked."""
    text = row[0].text
    begin = text.rfind("。", 0, row[0].start) + 1
    before = text[max(begin, row[0].start - 120) : row[0].start]
    after = text[row[-1].statement.figure.body_end : row[-1].statement.figure.body_end + 20].split("。")[0]
    strict = hint("order", "strict").search(before)
    if strict is not None and len(before) - strict.end() <= _NEAR and _as_many(strict[0], row):
        return "strict" if _of_one_kind(row[0], before[max(0, strict.start() - 10) : strict.start()]) else ""
    if _is_ranked_behind(row, after):
        return "strict"
    inner = text[row[0].start : row[-1].start]
    return "loose" if any(hint("order").search(said) for said in (before, inner, after)) else ""


def _is_ranked_behind(row: list[Fact], after: str) -> bool:
    """分别为86.4万吨、73.9万吨和65.2万吨，由高到低排列."""
    behind = hint("order", "strict").match(after.lstrip("，"))
    return behind is not None and row[0].statement.listed > 0 and _places_said(behind[0]) is None


def _as_many(word: str, row: list[Fact]) -> bool:
    """前三家…罚款2398万元和3812万元: whether a list has as many figures as a word says that it ranks."""
    return _places_said(word) in (None, len(row))


def _places_said(word: str) -> int | None:
    """How many a word says that it ranks: 前三."""
    return next((spelled_number(sign.replace("两", "二")) for sign in word if sign in "二两三四五六十"), None)


def _of_one_kind(fact: Fact, criterion: str) -> bool:
    """Whether what the list is ranked by may be what its figures say: growth is not ranked by levels."""
    return fact.kind in ("growth", "share", "rate") if words().movement.search(criterion) is not None else fact.kind != "growth"


def _one_misplaced(row: list[Fact]) -> bool:
    """Whether a list would be in order but for one of its figures, or two in each other's place, and is not said to be in the opposite one."""
    before = row[0].text[max(0, row[0].start - 2 * _NEAR) : row[0].start]
    if hint("order", "rising").search(before) is not None:
        return False
    said = hint("order", "strict").search(before)
    ranked = said is not None and _places_said(said[0]) is not None
    return any(map(_falls, _mended(row))) and (ranked or not _falls(row[::-1]) or len(row) == 2)


def _mended(row: list[Fact]) -> Iterator[list[Fact]]:
    yield from (row[:at] + row[at + 1 :] for at in range(len(row)))
    for one, two in itertools.combinations(range(min(len(row), MOST_EXCHANGED)), 2):
        exchanged = list(row)
        exchanged[one], exchanged[two] = row[two], row[one]
        yield exchanged


def _falls(row: Sequence[Fact]) -> bool:
    return all(_above(one, two) is not Verdict.FAILS for one, two in itertools.pairwise(row))


def _above(one: Fact, two: Fact) -> Verdict:
    first, second = one.statement, two.statement
    falls = first.sign < 0 and second.sign < 0  # a fall is as large as its figure says
    return judge(
        lambda margin: (
            first.figure.interval(margin).scaled(1 if falls else first.sign),
            second.figure.interval(margin).scaled(1 if falls else second.sign),
        ),
        ">=",
    ).verdict


def _pairs(fields: list[Fact]) -> Iterator[Order]:
    """82.0%，高于全市的78.1%: the figures on both sides of a word, each in the order that it says."""
    subjects: dict[
        int, Fact
    ] = {}  # of what one was compared with: 高于全市的78.1%，超过北美（78.6%） compares the same one again
    for at, two in enumerate(fields):
        for one in reversed(fields[max(0, at - 3) : at]):
            if not (_ranked(one, two) and len(said := between(one, two)) <= 40):
                continue
            above = _says(said, "above", two)
            if above == _says(said, "below", two):
                continue
            one = subjects[two.number] = _subject(subjects, one, said)
            ordered = [(other, two) if above else (two, other) for other in _with_its_list(fields, one)]
            yield from _orders(one, two, ordered)
            break


def _subject(subjects: dict[int, Fact], one: Fact, said: str) -> Fact:
    """What is compared: where a word of comparison begins the words, that of the comparison before."""
    again = any(hint(which).match(said.lstrip("，")) is not None for which in ("above", "below"))
    return subjects.get(one.number, one) if again else one


def _orders(one: Fact, two: Fact, ordered: list[tuple[Fact, Fact]]) -> Iterator[Order]:
    """The pairs that are in order, and the one that a clause of its own tells the wrong way round."""
    yield from (Order(ends, Verdict.HOLDS, True) for ends in ordered if _is_larger(*ends))
    if _are_compared(one, two) and _is_larger(*reversed(ordered[0])):
        yield Order(ordered[0], Verdict.FAILS, True)


def _are_compared(one: Fact, two: Fact) -> bool:
    """增长12.4%，高于全省的10.6%: whether a clause of its own compares just two rises or shares, which no word leaves open."""
    plain = all(
        f.statement.sign > 0 and not (f.statement.listed or f.statement.figure.amount.qualifier or expected(f))
        for f in (one, two)
    )
    shares = {one.kind, two.kind} <= {"growth", "share", "rate"} and two.number == one.number + 1
    return plain and shares and _COMPARED.fullmatch(between(one, two)) is not None


def _says(said: str, which: str, two: Fact) -> bool:
    """Whether words between two figures compare them: 甲50亿元，乙超过40亿元 and 减持不超过0.94% only open the second one."""
    word = next(reversed([*hint(which).finditer(said)]), None)
    if word is None or said[: word.start()].endswith("不") or _of_another_clause(said[word.end() :]):
        return False
    return said[word.end() :] != "" or not two.statement.name or len(_PAUSE.split(said[: word.start()])[-1]) < len("名称")


def _of_another_clause(said: str) -> bool:
    """高于全国1.7个百分点；服务业增长6.1%, 超过10%的有44种: whether what is compared with stands before the second figure, which the words do not join to it."""
    return _PAUSE_OR_STOP.search(said) is not None or (_FIGURE.search(said) is not None and _JOINED_ON.search(said) is None)


def _ranked(one: Fact, two: Fact) -> bool:
    """Whether two figures can be ranked: of one unit, and no movements."""
    moves = ("points", "change")
    return (one.unit == two.unit or "" in (one.unit, two.unit)) and one.kind not in moves and two.kind not in moves


def _is_larger(one: Fact, two: Fact) -> bool:
    unlike = one.kind != two.kind and one.low >= two.high
    return one.point != two.point and (unlike or _above(one, two) is Verdict.HOLDS)


def _with_its_list(fields: list[Fact], fact: Fact) -> list[Fact]:
    """A figure with those that are listed before it: both that were compressed have reached the target."""
    number = fact.statement.listed
    return [other for other in fields if other.statement.listed == number] if number else [fact]
