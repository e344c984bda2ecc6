"""What the search asks for: how much the digits must say, from ``resources/prose/evidence.toml``, and the words that say which relation is meant,
from ``resources/prose/hints.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from ecdesk.domain.figures.areas import NATION, standard_areas
from ecdesk.domain.resources import toml_data
from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.lexicon import Partition, alternatives, partitions, words
from ecdesk.prose.reading.measures import counted_noun
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Statement
from ecdesk.prose.relations.facts import Fact, pairs_of

_LEFT_OUT = pattern("left_out")
_SUBJECT = pattern("subject")
_NUMBERED = re.compile("^[0-9]+、")
_WORDS = 30
"""Characters before the first part in which a word opens the list; the part's name stands there, too."""
_BEFORE_LATIN = (" ", "$")
_REACH = 24
"""Characters before a figure in which a word is said of it."""


def asked(kind: str) -> dict[str, Any]:
    """Thresholds and reaches of a kind of relation, by name."""
    kinds: dict[str, dict[str, Any]] = toml_data("prose", "evidence.toml")
    return kinds[kind]


def hints() -> dict[str, dict[str, Any]]:
    """Lists of words, by what they say."""
    return toml_data("prose", "hints.toml")


@lru_cache(maxsize=64)
def hint(name: str, which: str = "words") -> re.Pattern[str]:
    entry = hints()[name]
    behind = f"(?!{alternatives(entry['not_behind'])})" if "not_behind" in entry else ""
    return re.compile(f"(?:{alternatives(entry[which])}){behind}")


def lead(fact: Fact, reach: int = _REACH) -> str:
    """The words just before a figure, within its sentence."""
    reach *= 1 + 3 * (fact.text[fact.start - 1 : fact.start] in _BEFORE_LATIN)  # as many words are longer
    return sentence(fact.text, fact.start, fact.start, reach)


def sentence(words: str, start: int, end: int, reach: int = _REACH) -> str:
    """What stands up to a place, from so many characters before another on, within its sentence."""
    before = words[max(0, start - reach) : start]
    return before[max(before.rfind("。"), before.rfind("；")) + 1 :] + words[start:end]


def expected(fact: Fact) -> bool:
    """Whether a figure is a forecast or a plan: what came of it may differ by little."""
    return hint("expected").search(lead(fact)) is not None


def between(one: Fact, two: Fact) -> str:
    """The words between two figures in reading order; of two paragraphs, those that begin the sentence of the second."""
    if one.paragraph == two.paragraph:
        return one.text[one.statement.figure.body_end : two.start]
    begin = two.text.rfind("。", 0, two.start) + 1
    return two.text[max(begin, two.start - 2 * _REACH) : two.start]


def opens(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a word or a bracket behind the total opens the list of its parts, a view does (从…看, 按…分), or it is told as all (共计1384处)."""
    said = between(total, parts[0])[-_WORDS:]
    return (
        hint("open").search(said) is not None
        or hint("open", "ahead").search(lead(total, 3)) is not None
        or (parts[0].aside > 0 and not total.aside and parts[0].paragraph == total.paragraph)
        or views(parts[0])
        or _told_as_all(total, parts)
        or parts[0].statement.listed > 0
    )


def _told_as_all(total: Fact, parts: Sequence[Fact]) -> bool:
    return closes(total, parts) and total.sentence == parts[0].sentence


def views(part: Fact) -> bool:
    """Whether the sentence of a figure begins with 从…看 or 分…看."""
    text = part.text
    begin = max(text.rfind("。", 0, part.start), text.rfind("；", 0, part.start)) + 1
    return words().view.search(text[begin : part.start]) is not None


def closes(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a word before the total adds up the run before it."""
    return hint("close").search(total.text[max(0, total.start - 8) : total.start]) is not None


def is_listed(fact: Fact) -> bool:
    """Whether a figure is one of a list (分别为…和…) or enumeration (A 3000台、B 1700台), and so no total of those behind it."""
    text, figure = fact.text, fact.statement.figure
    begin = max(0, figure.start - 2 * _WORDS)
    clause = re.split("[，；。：]", text[begin : figure.start])[-1]
    clause = _NUMBERED.sub("", clause) if not begin else clause  # 1、接待游客860.03万人次
    return (
        fact.statement.listed > 0
        or text[figure.body_end : figure.body_end + 1] == "、"
        or re.search("[0-9][^0-9]*、", clause) is not None
    )


def is_whole(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the words say that the parts are all: 分别, 合计, 由…构成, or names that divide the total (出口 and 进口)."""
    first, last = parts[0], parts[-1]
    said = between(total, first)[-_WORDS:] if total.number < first.number else lead(total, 10)
    if hint("whole").search(said) is not None or all(part.statement.listed == first.statement.listed > 0 for part in parts):
        return True
    after = last.text[last.statement.figure.body_end : last.statement.figure.body_end + 4]
    return hint("whole").search(after) is not None or divided(parts) or spans(total, parts)


def divided(parts: Sequence[Fact]) -> bool:
    """Whether the names of the parts differ in words that divide a whole, or one is the other with a word for not."""
    if len(parts) == 2 and _opposite(*(part.statement.name for part in parts)):
        return True
    return names_divide([part.statement.name for part in parts])


def names_divide(names: Sequence[str]) -> bool:
    """Whether names, as those of rows are, differ in words that divide a whole."""
    found = _division(tuple(names)) if all(names) else None
    return found is not None and not found[0].companions and not found[0].if_equal


@lru_cache(maxsize=65536)
def _memberships(name: str) -> tuple[tuple[int, int], ...]:
    """Of which partitions a name has a member's word, and of which member."""
    return tuple(sorted({place for word, places in _members().items() if word in name and says(name, word) for place in places}))


@lru_cache(maxsize=1)
def _members() -> dict[str, list[tuple[int, int]]]:
    """By word, of which member of which partitions it is one."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, partition in enumerate(partitions()):
        for at, member in enumerate(partition.members):
            for word in member:
                found.setdefault(word, []).append((number, at))
    return found


def by_members(row: Sequence[Fact]) -> Iterator[list[Fact]]:
    """For each partition the first figures of a row that have the names of its members, where it has them all within two sentences."""
    found: dict[int, dict[int, Fact]] = {}
    for fact in row:
        for number, at in _memberships(fact.statement.name):
            members = found.setdefault(number, {})
            if members and fact.sentence > next(iter(members.values())).sentence + 1:
                members.clear()
            members.setdefault(at, fact)
            if len(members) == len(partitions()[number].members):
                if len({one.unit for one in members.values()}) == 1:
                    yield sorted(members.values(), key=lambda one: one.number)
                members.clear()


def _opposite(one: str, two: str) -> bool:
    """国有投资 and 非国有投资."""
    return any(two.startswith(word) and one[:2] == two[len(word) : len(word) + 2] for word in hints()["not"]["words"])


@lru_cache(maxsize=65536)
def _division(names: tuple[str, ...]) -> tuple[Partition, str] | None:
    """The partition whose members the names are, one each, and what is left of the first name."""
    for number in sorted(_shared_partitions(names)):
        partition = partitions()[number]
        only = partition.only and not any(word in name for word in partition.only for name in names)
        rests = _without_members(partition, names) if len(names) == len(partition.members) and not only else {}
        if rests and _of_one_thing([rests.get(name, "") for name in names]):
            return partition, max(rests.values(), key=len)
    return None


def _shared_partitions(names: Sequence[str]) -> set[int]:
    """The partitions of which every name has a member's word."""
    shared = {number for number, _at in _memberships(names[0])} if names else set()
    for name in names[1:]:
        shared &= {number for number, _at in _memberships(name)} if shared else shared
    return shared


def _without_members(partition: Partition, names: tuple[str, ...]) -> dict[str, str]:
    """What is left of each name without the member of the partition that it says; empty where one says none."""
    left, rests = list(names), {}
    for member in partition.members:
        found = next(((name, word) for name in left for word in member if says(name, word)), None)
        if found is None:
            return {}
        left.remove(found[0])
        rests[found[0]] = found[0].replace(found[1], "", 1)
    return rests


def _of_one_thing(rests: list[str]) -> bool:
    """Whether what is left of the names without the words that divide may be one thing: later names say no more than the first."""
    return all(len(rest) < 4 or pairs_of(rest) & pairs_of(rests[0]) for rest in rests[1:])


def says(name: str, word: str) -> bool:
    """Whether a name holds a word that is no end of a longer one: 出口 is none of 进出口."""
    at = name.find(word)
    return at >= 0 and name[at - 1 : at] not in ("进", "非", "不")


def leaves_member(whole: str, part: str) -> bool:
    """Whether a whole's name ends with the word of a partition's member that its part's name is not of: 民营企业进出口 is no part of 出口."""
    found = [(number, at) for number, at in _memberships(whole) if whole.endswith(partitions()[number].members[at])]
    return bool(found) and not set(found) & set(_memberships(part))


def may_divide(parts: Sequence[Fact]) -> bool:
    """Whether the names of the parts, or their periods, divide something."""
    names = tuple(part.statement.name for part in parts)
    return (
        _division(names) is not None
        or {part.statement.area[:1] for part in parts} == {"R"}
        or (len({*names} - {""}) == 1 < len({part.statement.period for part in parts}))
    )


def only_if_equal(parts: Sequence[Fact]) -> bool:
    """Whether the names of the parts divide a whole of which publishers often count a further part."""
    found = _division(tuple(part.statement.name for part in parts))
    return found is not None and found[0].if_equal


def divides(total: Fact, parts: Sequence[Fact]) -> str:
    """ "sure" where the words leave no doubt that the parts are all of this total (names that divide it, quarters of its year), "perhaps"
    where some publishers count a further part, else ""."""
    if spans(total, parts) or _regions(total, parts):
        return "sure"
    names = tuple(part.statement.name for part in parts)
    found = _division(names) or _division(tuple(name + total.statement.name for name in names))
    if found is None or not _names_whole(total, *found):
        return ""
    return "perhaps" if found[0].companions else "sure"


def _names_whole(total: Fact, partition: Partition, rest: str) -> bool:
    """Whether a total is called like what a partition divides, or like what is left of its members' names."""
    if partition.if_equal or any(says(total.statement.name, word) for member in partition.members for word in member):
        return False
    if partition.whole:
        return any(word in total.name for word in partition.whole)
    words = pairs_of(rest)
    return bool(words) and 3 * len(words & pairs_of(total.name)) >= 2 * len(words)


def _regions(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the parts are of the regions that make up the nation, and the total of the nation."""
    regions = {area.code for area in standard_areas() if area.kind == "region"}
    return total.statement.area in (NATION, "") and {part.statement.area for part in parts} == regions


def spans(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the parts are of spans of time that make up the period of the total, under one name: quarters, halves, months, years."""
    periods = [part.statement.period for part in parts]
    if len({part.statement.name for part in parts} - {""}) > 1 or len(set(periods)) < len(periods):
        return False
    whole = total.statement.period
    if "-" in whole:
        first, _dash, last = whole.partition("-")
        return last.isdigit() and set(periods) == {str(year) for year in range(int(first), int(last) + 1)}
    months = [month for period in periods for month in _months(period)]
    one_year = all(period[:4] == whole[:4] and _months(period) for period in periods)
    return one_year and sorted(months) == sorted(_months(whole))


@lru_cache(maxsize=256)
def _months(code: str) -> frozenset[int]:
    """The months of its year that a period covers; none for any other code."""
    kind, number = code[4:5], code[5:]
    if not code[:4].isdigit() or not (number.isdigit() or not kind):
        return frozenset()
    size = {"Q": 3, "H": 6, "M": 1, "": 12}.get(kind, 0)
    end = 12 if not kind else int(number) * (size or kind == "C")
    return frozenset(range(end - size + 1 if size else 1, end + 1)) if 0 < end <= 12 else frozenset()


def counted_alike(total: Fact, part: Fact) -> bool:
    """Whether two counted figures may count the same: 10 个省市 are not what 62 个 of villages are."""
    if total.statement.figure.kind is not FigureKind.COUNT or total.unit not in hints()["anything"]["words"]:
        return True
    noun = counted_noun(total.statement.tail)
    return not noun or noun in part.statement.tail or noun in part.name or noun == counted_noun(part.statement.tail)


# -- of two things


def are_two(one: Statement, two: Statement) -> bool:
    """A rise and a fall, or 第二产业投资708.8亿元，其中工业投资708.8亿元: two things, though of the same size."""
    return (
        one.sign != two.sign
        or any(part.scope is not None and part.scope.whole is whole for part, whole in ((one, two), (two, one)))
        or one_leaves_out(folded_name(one.name), folded_name(two.name))
        or of_two_subjects(one, two)
    )


def stand_apart(one: Fact, two: Fact) -> bool:
    """Whether two figures of one size are of two things."""
    return are_two(one.statement, two.statement) or are_members(one, two)


def are_members(one: Fact, two: Fact) -> bool:
    """利润总额157.2万元，净利润157.2万元: whether a sentence tells two figures side by side under names of their own that share little, or that
    divide a whole."""
    first, second = one.statement.name, two.statement.name
    said = between(one, two) if one.sentence == two.sentence else _TITLE_ENDS
    if len(said) > SIDE_BY_SIDE or _TITLE_ENDS in said or min(len(first), len(second)) < 2:
        return False
    shared, fewest = pairs_of(first) & pairs_of(second), min(len(pairs_of(first)), len(pairs_of(second)))
    return 2 * len(shared) < fewest or divided((one, two))


_TITLE_ENDS = "】"
SIDE_BY_SIDE = 30
"""Characters between two figures of one list."""


def are_other(one: Fact, two: Fact) -> bool:
    """Whether the words say that two figures are of two things: with and without a part, or of two that their paragraphs are about."""
    names = one.name.rsplit("/", 1)[-1], two.name.rsplit("/", 1)[-1]
    remarks = _remark(one), _remark(two)
    told_apart = all(remarks) and remarks[0] != remarks[1]
    return told_apart or one_leaves_out(*names) or _end_unlike(*names) or of_two_subjects(one.statement, two.statement)


def _remark(fact: Fact) -> str:
    """1950元（车板价）: the words in a bracket right behind a figure, where they say which one it is."""
    begin = fact.statement.figure.body_end
    end = fact.text.find("）", begin, begin + _REACH) if fact.text.startswith("（", begin) else -1
    said = fact.text[begin + 1 : max(end, begin)]
    return "" if any(map(str.isdigit, said)) else said


@lru_cache(maxsize=65536)
def _end_unlike(one: str, two: str) -> bool:
    """机械工业财务费用 and 机械工业利息支出: whether two names begin with whose they are and end with two things that have nothing in common."""
    begun = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rests = one[begun:], two[begun:]
    return begun > 1 and min(map(len, rests)) > 1 and pairs_of(rests[0]).isdisjoint(pairs_of(rests[1]))


@lru_cache(maxsize=65536)
def one_leaves_out(one: str, two: str) -> bool:
    """净利润 and 扣非净利润, GAAP and non-GAAP: whether one name is the other with a word for what is left out, and so of less."""
    short, long = sorted((one, two), key=len)
    left_out = _LEFT_OUT.search(long)
    if left_out is None or len(short) < 2 or _LEFT_OUT.search(short) is not None:
        return False
    rest = long[left_out.end() :]
    return long[: left_out.start()] + rest == short or (len(rest) > 1 and rest[-3:] == short[-3:])


def of_two_subjects(one: Statement, two: Statement) -> bool:
    """【甲公司：上半年净利润增长38.8%】 and 【乙公司：上半年净利润增长58.8%】: whether two paragraphs begin with the names of two that they are about."""
    if one.stretch is two.stretch:
        return False
    first, second = (subject(statement.stretch) for statement in (one, two))
    return bool(first and second) and first != second and not (first in second or second in first)


def subject(stretch: Stretch) -> str:
    """Whom or what a title is about, or a paragraph that begins with its title, where that is named before a colon; else ""."""
    begins = _SUBJECT.match(stretch.text)
    titled = begins is not None and (stretch.kind is StretchKind.HEADING or begins["title"] != "")
    return begins["name"] if begins is not None and titled else ""
