"""Lists: rankings in words against their values, stated counts against the names that are listed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.judging import judge
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, value_text
from ecdesk.prose.context import Context
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.lexicon import alternatives, grammar
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement

_RANKED = re.compile(rf"(?:{alternatives(grammar()['ranking']['first'])})(?!季|个?月|年|天|周|日)")
_BY_GROWTH = re.compile(alternatives(grammar()["ranking"]["by_growth"]))
_REACHED = re.compile(alternatives(grammar()["target"]["reached"]))
_TARGET = re.compile(rf"^(?:以上)?的?(?:{alternatives(grammar()['target']['target'])})")
_TITLE_RUN_BEFORE = pattern("titles_before")
_TITLE_RUN_AFTER = pattern("titles_after")
_NAME_RUN = pattern("names_before")
_AFTER_RUN = pattern("names_after")
_CONNECTED = pattern("connected")


def find_lists(context: Context) -> Iterator[Claim]:
    """Rankings and counts."""
    groups: dict[int, list[Statement]] = {}
    for statement in context.statements:
        if statement.listed:
            groups.setdefault(statement.listed, []).append(statement)
        if statement.figure.kind is FigureKind.COUNT and statement.measure in (Measure.LEVEL, Measure.OTHER):
            yield from _count(context, statement)
        if statement.measure in (Measure.RATE, Measure.GROWTH, Measure.PORTION):
            yield from _target(context, statement)
    for group in groups.values():
        yield from _ranking(context, group)


def _target(context: Context, target: Statement) -> Iterator[Claim]:
    """超额完成压缩三分之一的目标: the figures before it must have reached it."""
    if not _TARGET.match(target.tail) or not _REACHED.search(target.lead):
        return
    reached = [
        s
        for s in context.earlier(target, 0)
        if s.figure.dimension == target.figure.dimension
        and s.measure in (Measure.GROWTH, Measure.RATE)
        and s.clause >= target.clause - 2
    ]
    for statement in reversed(reached[:6]):
        verdict = _at_least(statement, target)
        relation = f"{value_text(statement)} ≥ {value_text(target)}"
        message = text("没有达到所说的目标。") if verdict is Verdict.FAILS else None
        yield context.claim("rank", verdict, relation, [(statement, "reached"), (target, "target")], "", message)


def _at_least(statement: Statement, target: Statement) -> Verdict:
    return judge(lambda margin: (statement.figure.interval(margin), target.figure.interval(margin)), ">=").verdict


def _ranking(context: Context, group: list[Statement]) -> Iterator[Claim]:
    first = group[0]
    if not 2 <= len(group) <= 30 or first.measure not in (Measure.SHARE, Measure.LEVEL, Measure.GROWTH):
        return
    before = first.stretch.text[max(0, first.figure.start - 120) : first.figure.start]
    before = re.split("[。；]", before)[-1]
    ranked = _RANKED.search(before)
    if ranked is None:
        return
    criterion = before[max(0, ranked.start() - 16) : ranked.start()]
    measured = [word for word in ("额", "量", "数", "收入") if word in first.lead]
    if (
        measured
        and not any(word in criterion for word in measured)
        and any(word in criterion for word in ("额", "量", "数", "收入"))
    ):
        return
    other_criterion = (first.measure is Measure.GROWTH) != bool(_BY_GROWTH.search(criterion))
    if "从低到高" in before or "由低到高" in before or (other_criterion and ranked[0] != "依次"):
        return
    if first.measure is Measure.LEVEL and ("分别" not in first.lead and "依次" not in first.lead):
        return

    def falling(one: Statement, two: Statement) -> Verdict:
        return judge(
            lambda margin: (one.figure.interval(margin).scaled(one.sign), two.figure.interval(margin).scaled(two.sign)), ">="
        ).verdict

    verdicts = [falling(one, two) for one, two in itertools.pairwise(group)]
    verdict = Verdict.FAILS if Verdict.FAILS in verdicts else Verdict.HOLDS
    message = text("文字说是由高到低排列，数字却不是。") if verdict is Verdict.FAILS else None
    relation = " ≥ ".join(value_text(s) for s in group)
    yield context.claim("rank", verdict, relation, [(s, "rank") for s in group], "", message)


def _count(context: Context, statement: Statement) -> Iterator[Claim]:
    figure = statement.figure
    if (
        not figure.amount.unit.count
        or figure.amount.exponent != 0
        or figure.amount.qualifier
        or not 2 <= figure.amount.value <= 60
    ):
        return
    stated = int(figure.amount.value)
    prose = statement.stretch.text
    before = prose[max(0, figure.start - 400) : figure.start]
    after = prose[figure.end : figure.end + 400]
    titles = _TITLE_RUN_BEFORE.search(before)
    if titles is not None:
        named = titles[1].count("《")
        yield from _counted(context, statement, stated, named, named, bool(titles["open"]), certain=named >= 2)
        return
    titles = _TITLE_RUN_AFTER.match(after)
    if titles is not None and titles[1].count("《") >= 2:
        named = titles[1].count("《")
        yield from _counted(context, statement, stated, named, named, bool(titles["open"]), certain=True)
        return
    names = _NAME_RUN.search(re.split("[。；，：]", before)[-1])
    if names is not None:
        yield from _names(context, statement, stated, names, before=True)
        return
    names = _AFTER_RUN.match(after)
    if names is not None and not re.search("[0-9]", names[1]):
        yield from _names(context, statement, stated, names, before=False)


def _names(context: Context, statement: Statement, stated: int, names: re.Match[str], before: bool) -> Iterator[Claim]:
    parts = names[1].split("、")
    if re.search("[0-9]", names[1]):
        return
    least = len(parts)
    most = least + sum(len(_CONNECTED.findall(part)) for part in (parts[0], parts[-1]))
    proper = len({part[-1] for part in parts}) == 1 or bool(names["open"])
    certain = proper and least >= 3 and abs(stated - least) <= 2
    yield from _counted(context, statement, stated, least, most, bool(names["open"]), certain)


def _counted(
    context: Context, statement: Statement, stated: int, least: int, most: int, is_open: bool, certain: bool
) -> Iterator[Claim]:
    relation = f"{least if least == most else f'{least}—{most}'} = {value_text(statement)}"
    roles = [(statement, "count")]
    if least <= stated <= most:
        yield context.claim("count", Verdict.HOLDS, relation, roles, str(stated), text("列出的名称与所说的个数相符。"))
    elif is_open and stated > most:
        return
    elif certain:
        message = text("列出 {count} 个名称，文中说有 {stated}。", count=least, stated=value_text(statement))
        yield context.claim("count", Verdict.FAILS, relation, roles, str(least), message)
