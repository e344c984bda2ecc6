"""Lists of parts that a vocabulary knows to be whole (城镇 and 乡村, 进口 and 出口), each with the figure of its whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.adding import adds_up, slip
from ecdesk.prose.context import Context
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.lexicon import Partition, partitions, words
from ecdesk.prose.statements import Measure, Statement

SUMMED = (FigureKind.LEVEL, FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT)
"""What can be added up."""
EARLIER = 6
"""Paragraphs that the whole of a list may stand back: a release gives the total first and then what it consists of."""


def known_lists(context: Context) -> Iterator[tuple[Statement, list[Statement], Partition]]:
    """Whole, parts and partition of every list that names all members of a partition."""
    before: list[list[Statement]] = []
    for statements in context.by_stretch.values():
        levels = [s for s in statements if s.measure is Measure.LEVEL and not s.reached and s.figure.kind in SUMMED]
        if len(levels) >= 2:
            earlier = [s for paragraph in before[-EARLIER:] for s in paragraph if not s.aside]
            for partition in partitions():
                for whole, run in _runs(levels, partition):
                    if whole is not None:
                        if not partition.if_equal or adds_up(whole, run) is Verdict.HOLDS:
                            yield whole, run, partition
                    else:
                        found = _elsewhere(earlier, run, partition)
                        if found is not None:
                            yield found, run, partition
        before.append(levels)


def _elsewhere(earlier: list[Statement], run: list[Statement], partition: Partition) -> Statement | None:
    """The whole of a list in an earlier paragraph. Nobody says that it is the one, so only a figure that fits is taken, or one that a
    slip of the pen keeps from fitting."""
    rest = max((tag[1] for part in run if (tag := member_of(part.name, partition)) is not None), key=len, default="")
    if partition.only and not any(word in rest for word in partition.only):
        return None
    wholes = [s for s in earlier if s.period == run[0].period and qualifies(s, run[0], rest, partition, elsewhere=True)]
    wholes = [s for s in wholes if not s.figure.amount.qualifier] or wholes  # 超3000亿元 in the title fits nearly anything
    for whole in reversed(wholes):
        if adds_up(whole, run) in (Verdict.HOLDS, Verdict.ROUNDING):
            return whole
    view = words().view.match(run[0].stretch.text[:40])  # 按经营地分 goes for the whole paragraph
    if partition.if_equal or (partition.companions and run[0].scope is None and view is None):
        return None
    return next((whole for whole in reversed(wholes) if slip(whole, run) is not None), None)


@lru_cache(maxsize=65536)
def member_of(name: str, partition: Partition) -> tuple[int, str] | None:
    """Which member of the partition a name speaks of, and the name without it; the longest spelling counts."""
    best: tuple[int, int, str] | None = None
    for number, spellings in enumerate((*partition.members, *partition.optional)):
        for spelling in spellings:
            at = name.find(spelling)
            while at >= 0:
                inside = name[at - 1 : at] in ("进", "非", "不") and at > 0
                far = partition.anchored and at > 0 and not partition.whole
                if not inside and not far:
                    if best is None or len(spelling) > best[0]:
                        best = len(spelling), number, name[:at] + name[at + len(spelling) :]
                    break
                at = name.find(spelling, at + 1)
    return (best[1], best[2]) if best else None


def _runs(levels: list[Statement], partition: Partition) -> Iterator[tuple[Statement | None, list[Statement]]]:
    """Lists of all members one after the other, each with its whole, None where the paragraph has none."""
    tagged = [(place, member_of(level.name, partition)) for place, level in enumerate(levels)]
    if sum(tag is not None for _place, tag in tagged) < len(partition.members):
        return
    run: list[tuple[Statement, int, str]] = []
    first_place = 0
    required = set(range(len(partition.members)))
    for place, tag in [*tagged, (len(levels), None)]:
        level = levels[place] if place < len(levels) else None
        fits = (
            tag is not None
            and level is not None
            and run
            and tag[0] not in {member for _s, member, _rest in run}
            and level.sentence <= run[-1][0].sentence + 1
            and level.figure.dimension == run[-1][0].figure.dimension
            and level.period == run[-1][0].period
            and level.area == run[-1][0].area
            and (partition.loose or _alike_in_run(level, tag[1], run[-1]))
            and ("人均" in level.name) == ("人均" in run[-1][0].name)
        )
        if fits and tag is not None and level is not None:
            run.append((level, tag[0], tag[1]))
        elif tag is None and level is not None and run and level.sentence <= run[-1][0].sentence + 1:
            continue
        else:
            if run and required <= {member for _s, member, _rest in run}:
                whole = _whole_of(levels, first_place, run, partition)
                if whole is None or not (partition.companions and _has_companion(whole, run)):
                    yield whole, [statement for statement, _member, _rest in run]
            run = []
            if tag is not None and level is not None:
                run, first_place = [(level, tag[0], tag[1])], place


def _alike_in_run(level: Statement, rest: str, before: tuple[Statement, int, str]) -> bool:
    """跨境电商出口3225亿元；进口997亿元: in one list a later part may leave out what the first one says, elsewhere it may not."""
    if bool(_bare(rest)) != bool(_bare(before[2])):
        return level.scope is not None and level.scope is before[0].scope and bool(_bare(before[2]))
    return alike(rest, before[2])


def _has_companion(whole: Statement, run: list[tuple[Statement, int, str]]) -> bool:
    """Whether the list after 其中 names a further part of the same whole."""
    scope = run[0][0].scope
    if scope is None or scope.opener != "parts":
        return False
    inside = {id(statement) for statement, _member, _rest in run}
    return any(id(part) not in inside and part.figure.dimension == whole.figure.dimension for part in scope.parts)


def alike(one: str, two: str) -> bool:
    one, two = (_bare(name) for name in (one, two))
    return (
        not one or not two or one == two or one.endswith(two) or two.endswith(one) or one.startswith(two) or two.startswith(one)
    )


def _bare(name: str) -> str:
    name = re.sub("^(?:我)?(?:对|自|从|向|与|同|来自)", "", name)
    for word in ("商品", "总额", "总值", "额", "总量", "行业", "型", "类", "增加值", "全市", "全省"):
        name = name.replace(word, "")
    return name


def _whole_of(
    levels: list[Statement], first_place: int, run: list[tuple[Statement, int, str]], partition: Partition
) -> Statement | None:
    """The nearest earlier figure that is named like the parts without what tells them apart."""
    first, _member, _rest = run[0]
    rest = max((rest for _s, _m, rest in run), key=len)
    if partition.only and not any(word in rest for word in partition.only):
        return None
    scope_whole = first.scope.whole if first.scope is not None else None
    inside = {id(statement) for statement, _m, _r in run}
    if scope_whole is not None and id(scope_whole) not in inside and qualifies(scope_whole, first, rest, partition):
        return scope_whole
    for candidate in reversed(levels[:first_place]):
        if candidate.sentence < first.sentence - 3:
            break
        if id(candidate) not in inside and qualifies(candidate, first, rest, partition):
            return candidate
    return None


def qualifies(candidate: Statement, first: Statement, rest: str, partition: Partition, elsewhere: bool = False) -> bool:
    """Whether a figure can be the whole of a list. first: the first part; rest: the longest name of the parts without what tells them
    apart; elsewhere: the figure stands in another paragraph."""
    if candidate.figure.dimension != first.figure.dimension or candidate.period != first.period or candidate.area != first.area:
        return False
    if member_of(candidate.name, partition) is not None and not any(word in candidate.name for word in partition.whole):
        return False
    if ("人均" in candidate.name) != ("人均" in first.name):
        return False
    if partition.whole:
        named = any(word in candidate.name for word in partition.whole)
        return named and (partition.loose or _fits_whole(candidate.name, rest, partition))
    if elsewhere:
        # 城镇消费品零售额 and 乡村消费品零售额 make up 社会消费品零售总额, which is no part of another list itself.
        own, other = _bare(candidate.name), _bare(rest)
        return candidate.scope is None and len(other) >= 3 and (own == other or own.endswith(other))
    if (
        candidate.scope is not first.scope
        and candidate is not (first.scope.whole if first.scope else None)
        and candidate.name != rest
    ):
        return False
    return bool(candidate.name and rest) and alike(candidate.name, rest) and len(_bare(rest)) >= 2


def _fits_whole(name: str, rest: str, partition: Partition) -> bool:
    """进出口总额 goes with 出口, 跨境电商进出口额 with 跨境电商出口额, but not with 服务贸易出口."""
    for word in sorted(partition.whole, key=len, reverse=True):
        if word in name:
            own = _bare(name.replace(word, "", 1))
            other = _bare(rest)
            return not other or own == other or own.endswith(other) or other in word or (own != "" and other.endswith(own))
    return False
