"""Lists whose total no word tells and no sum confirms, but of which something else says that they are all of one: their shares make up a hundred,
like figures beside them add up in the same places, or all have the name of the total in theirs. And lists of one thing that a text prints twice."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from ecdesk.domain.texts import Text
from ecdesk.prose.relations.facts import UNIT, Fact, Facts
from ecdesk.prose.relations.hints import asked, hint, lead, views
from ecdesk.prose.relations.shares import core
from ecdesk.prose.relations.slips import exchanged
from ecdesk.prose.relations.sums import Sums

MOST = 12
Family = tuple[Fact, tuple[Fact, ...]]
"""A total and what is all of it."""


def by_shares(facts: Facts, sums: Sums, hundreds: Sequence[Sequence[Fact]]) -> Iterator[Family]:
    """工业412.7亿元，占58.7%；服务业290.4亿元，占41.3%: levels whose own shares make up a hundred, with the nearest larger level before them."""
    for shares in hundreds:
        parts = _levels_of(facts, sums, shares)
        if len(parts) == len(shares) and _of_one_unit(parts):
            total = _whole_of_most(facts, parts, shares) or _larger_before(facts, parts)
            if total is not None:
                yield total, tuple(parts)


def _levels_of(facts: Facts, sums: Sums, shares: Sequence[Fact]) -> list[Fact]:
    """The levels that shares are said of, each once, that are of no other total."""
    heads = {
        head.number: head for share in shares if (head := facts.of(share.statement.head)) is not None and share.kind == "share"
    }
    return [head for number, head in heads.items() if head.kind == "level" and number not in sums.of_part]


def _of_one_unit(parts: Sequence[Fact]) -> bool:
    return len({(part.unit, part.period) for part in parts}) == 1


def _whole_of_most(facts: Facts, parts: Sequence[Fact], shares: Sequence[Fact]) -> Fact | None:
    """The nearest like level before some figures of which most of them are just the shares that are told."""
    for whole in facts.near(parts[0], 40, 0, asked("sum")["paragraphs"]):
        if _like(parts[0], whole) and whole.point > 0:
            fits = [abs(p.point * UNIT // whole.point - s.point) <= s.width for p, s in zip(parts, shares, strict=True)]
            if sum(fits) >= 2 and 2 * sum(fits) >= len(fits):
                return whole
    return None


def _larger_before(facts: Facts, parts: Sequence[Fact]) -> Fact | None:
    """The nearest like level of their time before some figures that is larger than each of them; none where they add up to another one there."""
    near = [f for f in facts.near(parts[0], 40, 0, asked("sum")["paragraphs"]) if _like(parts[0], f)]
    most = sorted(part.point for part in parts)[-2]  # one of them may be in the wrong unit
    added, width = sum(part.point for part in parts), sum(part.width for part in parts)
    if any(abs(f.point - added) <= width + f.width for f in near):
        return None
    return next((f for f in near if f.point > most and f.period == parts[0].period), None)


def _like(part: Fact, other: Fact) -> bool:
    return other.unit == part.unit and other.kind == "level"


def by_pattern(facts: Facts, sums: Sums) -> Iterator[Family]:
    """幼儿53641人，教职工7629人。市区幼儿30294人，教职工5278人；县里幼儿23347人，教职工2351人: figures under one name, each beside one of a believed sum."""
    for one in sums.found:
        rows = [_beside(facts, place) for place in (one.total, *one.parts)]
        for key, total in rows[0].items():
            parts = [row[key] for row in rows[1:] if key in row]
            if len(parts) == len(one.parts) and not sums.by_total.get(total.number) and not _shares_part(sums, total, parts):
                yield total, tuple(parts)


def by_columns(facts: Facts, sums: Sums) -> Iterator[Family]:
    """学校77所，在校生84036人。 小学49所，在校生60766人。 初中28所，在校生23270人: figures that are called alike in the paragraphs of a believed sum."""
    for one in sums.found:
        paragraphs = [part.paragraph for part in one.parts]
        row = facts.by_paragraph[one.total.paragraph]
        if len({one.total.paragraph, *paragraphs}) > len(paragraphs):
            for total in (f for f in row if f is not one.total and _may_head_column(sums, f)):
                parts = tuple(filter(None, (_called_so(facts, sums, total, number) for number in paragraphs)))
                yield from [(total, parts)] if len(parts) == len(paragraphs) else []


def _may_head_column(sums: Sums, total: Fact) -> bool:
    return total.kind == "level" and len(total.statement.name) > 1 and not sums.by_total.get(total.number)


def _called_so(facts: Facts, sums: Sums, total: Fact, paragraph: int) -> Fact | None:
    """The one figure of a paragraph whose name ends with that of a total, or that begins it as the total does, where it is part of none."""
    row = [f for f in facts.by_paragraph[paragraph] if (f.kind, f.unit, f.aside) == ("level", total.unit, 0)]
    like = [f for f in row if f.statement.name.endswith(total.statement.name)]
    if not like and _begins(facts, total):
        like = list(filter(partial(_begins, facts), row))
    return like[0] if len(like) == 1 and like[0].number not in sums.of_part else None


def _begins(facts: Facts, fact: Fact) -> bool:
    """Whether a figure is the first one of its paragraph."""
    return facts.by_paragraph[fact.paragraph][0] is fact


def _shares_part(sums: Sums, total: Fact, parts: Sequence[Fact]) -> bool:
    return len({total.number, *(part.number for part in parts)}) <= len(parts) or any(p.number in sums.of_part for p in parts)


def _beside(facts: Facts, place: Fact) -> dict[tuple[str, str], Fact]:
    """The other levels beside one, up to a semicolon, by the name and unit that just one of them has."""
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts.by_sentence[place.sentence]:
        beside = fact is not place and fact.statement.segment == place.statement.segment
        if fact.kind == "level" and beside and fact.statement.name and not fact.aside:
            found.setdefault((fact.statement.name, fact.unit), []).append(fact)
    return {key: row[0] for key, row in found.items() if len(row) == 1}


TAIL = 2
"""Characters at the end of a name by which it is one of a family."""


def by_names(facts: Facts, sums: Sums) -> Iterator[tuple[Fact, tuple[Fact, ...], bool]]:
    """全社会用电量7742亿千瓦时。分产业看，第一产业用电量106亿千瓦时 …: the levels of the next paragraph whose names end like that of the total, up to one
    that does not; whether a view opens them."""
    for total in facts.levels:
        if total.kind == "level" and not total.aside and len(total.name) > TAIL and not sums.by_total.get(total.number):
            row = facts.by_paragraph.get(total.paragraph + 1, ())
            like = [f for f in row if (f.kind, f.unit) == ("level", total.unit) and not f.aside]
            run = list(itertools.takewhile(lambda f, total=total: _of_family(total, f), like))[:MOST]  # type: ignore[misc]
            if len(run) >= 2 and _is_last_before(facts, total, run[0]):
                yield total, tuple(run), views(run[0])


def _of_family(total: Fact, part: Fact) -> bool:
    """Whether a name ends like the total's and is another one, of its time if it says one."""
    own = part.statement.name
    return own[-TAIL:] == total.statement.name[-TAIL:] and own != total.statement.name and part.period in ("", total.period)


def _is_last_before(facts: Facts, total: Fact, first: Fact) -> bool:
    """Whether no other level of its unit stands between a total and the first of the list."""
    return all(f.unit != total.unit or f.kind != "level" for f in facts.all[total.number + 1 : first.number])


def by_addition(facts: Facts) -> Iterator[Family]:
    """一般公共预算收入183.4亿元。加上调入资金14.8亿元，收入总量为198.2亿元: what is added to the figure before it, and the total of both."""
    for row in facts.by_sentence.values():
        levels = [f for f in row if f.kind == "level" and not f.aside]
        at = next((at for at, f in enumerate(levels) if hint("added").search(lead(f, BEGINS)) is not None), len(levels))
        parts, total = levels[at:], _added_total(levels[at + 1 :])
        base = _added_to(facts, levels[at], levels[:at]) if total is not None else None
        if base is not None and total is not None:
            yield from _added(total, [base, *parts[: parts.index(total)]])


def _added(total: Fact, parts: list[Fact]) -> Iterator[Family]:
    if _of_one_unit([*parts, total]) and len(parts) <= MOST:
        yield total, tuple(parts)


BEGINS = 40
"""Characters before a figure in which 加上 begins the name of what is added."""


def _added_total(levels: Sequence[Fact]) -> Fact | None:
    return next((f for f in levels if hint("added", "total").search(f.statement.name) is not None), None)


def _added_to(facts: Facts, added: Fact, before: Sequence[Fact]) -> Fact | None:
    """The level that something is added to: the one before it in its sentence, or the one that the sentence before is about."""
    if before:
        return before[-1] if len(before) == 1 else None
    row = [f for f in facts.by_sentence.get(added.sentence - 1, ()) if f.kind == "level" and not (f.aside or f.statement.inside)]
    return row[0] if len(row) == 1 and row[0].paragraph == added.paragraph else None


def by_changes(facts: Facts, sums: Sums) -> Iterator[Family]:
    """电话用户净增754.8万户。其中，固定电话用户减少141.6万户，移动电话用户净增896.5万户: the changes under a word for parts, and the change of what
    all of their names end with, in the sentence before."""
    for row in facts.by_sentence.values():
        own = [f for f in row if _is_part_that_changed(f) and f.number not in sums.of_part]
        if len(own) > 1 and len({f.unit for f in own}) == 1:
            before = facts.by_sentence.get(own[0].sentence - 1, ())
            yield from [(total, tuple(own)) for total in before if _changed_with(total, own)][:1]


def _is_part_that_changed(fact: Fact) -> bool:
    said = fact.statement
    return fact.kind == "change" and said.scope is not None and said.name != "" and not said.aside


def _changed_with(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a change is of what the names of all these changes end with."""
    name = core(_moved_name(total))
    moved = total.kind == "change" or name != core(total.statement.name)
    like = moved and len(name) > 2 and (total.unit, total.paragraph) == (parts[0].unit, parts[0].paragraph)
    return like and all(core(f.statement.name).endswith(name) for f in parts)


def _moved_name(fact: Fact) -> str:
    """净增电话用户: the name of what changed, without the word for its change."""
    return hint("difference", "strict").sub("", fact.statement.name)


# -- lists of one thing by area or by name that a text prints twice


Members = dict[str, Fact]
"""The figures of a list, by the area or the name of each."""
MOST_LISTS = 40
"""Lists of one kind that are held against each other."""


def restated_members(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """分别为62909.8亿元、60465.3亿元 of the same areas in two lists: the one pair that differs where the others are the same."""
    for one, two in _pairs_of_lists(facts):
        differ = _differing(one, two)
        if len(differ) == 1 and len(one.keys() & two.keys()) > 1:
            yield one[differ[0]], two[differ[0]]


def exchanged_members(facts: Facts) -> Iterator[tuple[Fact, Fact, Text]]:
    """Two members of a list that the other list prints in each other's place."""
    for one, two in _pairs_of_lists(facts):
        differ = _differing(one, two)
        if len(differ) == 2:
            first, second = differ
            crossed = one[first].point == two[second].point and one[second].point == two[first].point
            if crossed and min(one[first].digits, one[second].digits) > 1:
                yield one[first], two[first], exchanged(two[first], two[second])


def _pairs_of_lists(facts: Facts) -> Iterator[tuple[Members, Members]]:
    lists: dict[tuple[str, ...], list[Members]] = defaultdict(list)
    for fields in facts.by_sentence.values():
        listed = [f for f in fields if f.statement.listed]
        for _number, group in itertools.groupby(listed, lambda f: f.statement.listed):
            row = list(group)
            members = _members_of(row)
            if len(members) == len(row) > 1 and row[0].period:
                lists[row[0].kind, row[0].unit, row[0].period, row[0].statement.base].append(members)
    for alike in lists.values():
        yield from itertools.combinations(alike[:MOST_LISTS], 2)


def _members_of(row: list[Fact]) -> Members:
    """A list by the areas of its members, where each has one of its own, else by their names."""
    by_area = {f.statement.area: f for f in row if "、" not in f.statement.area}
    if len(by_area) == len(row):
        return {f"{area} {_called(fact)}": fact for area, fact in by_area.items()}
    return {_called(f): f for f in row if _called(f)}


def _called(fact: Fact) -> str:
    return fact.name.rsplit("/", 1)[-1]


def _differing(one: Members, two: Members) -> list[str]:
    """What both lists have and print otherwise."""
    shared = [key for key in one if key in two]
    return [key for key in shared if one[key].high <= two[key].low or two[key].high <= one[key].low]
