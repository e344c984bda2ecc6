"""The same figure in two places: title and text, summary and chapter, note and text. Different figures under one name are the
commonest false alarm of all, so they are only called wrong where name, area, period and scope agree and the difference looks like a slip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.judging import Margin, judge
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, label, signed, value_text
from ecdesk.prose.clauses import ends_with, folded_name, period_kind
from ecdesk.prose.context import Context
from ecdesk.prose.document import StretchKind
from ecdesk.prose.explain import TURNED, slip_between
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.measures import counted_noun
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement

_MEASURING = pattern("measuring")
_LEGAL = pattern("title_verbs")
MOST_PLACES = 12
"""A name that stands for more figures than this is a heading of many, not the name of one."""


def find_crossreferences(context: Context) -> Iterator[Claim]:
    """Every figure that stands in the manuscript again."""
    synonyms = _abbreviations(context)
    places: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for statement in context.statements:
        key = _key(statement, synonyms)
        if key is not None:
            places[key].append(statement)
    yield from _counts(context, synonyms)
    yield from _again(context, synonyms)
    for key, statements in places.items():
        if 2 <= len(statements) <= MOST_PLACES:
            yield from _compare(context, key, statements)
    yield from _titles(context)


def _abbreviations(context: Context) -> list[tuple[str, str]]:
    """Short names that the manuscript itself introduces: 跨境电子商务综合试验区（以下简称“跨境电商综试区”）."""
    found = []
    for stretch in context.stretches:
        if "简称" not in stretch.text:
            continue
        for match in re.finditer(r"([一-龥A-Za-z]{4,24})（(?:以下)?简称[：]?[“\"]?([^”\"）]{2,16})[”\"]?）", stretch.text):
            found.append((match[1], match[2]))
    return found


def _key(statement: Statement, synonyms: list[tuple[str, str]]) -> tuple[str, ...] | None:
    measure = statement.measure
    if statement.listed and not statement.list_names and statement.head is None:
        return None  # one of a row that has no name of its own
    if (statement.aside and measure is not Measure.TITLE) or statement.figure.kind in (
        FigureKind.RANGE,
        FigureKind.THRESHOLD,
        FigureKind.BARE,
    ):
        return None
    if statement.base == "from" or statement.reached:
        name = folded_name(statement.name)
        return ("end", name, statement.base, statement.figure.dimension) if len(name) >= 4 else None
    if measure is Measure.LEVEL and statement.figure.kind is FigureKind.COUNT and not _MEASURING.search(statement.name):
        return None
    if measure is Measure.CHANGE and (statement.head is not None or statement.base not in ("", "year")):
        return None
    if measure not in (Measure.LEVEL, Measure.GROWTH, Measure.RATE, Measure.SHARE, Measure.CHANGE):
        return None
    name = folded_name(statement.full_name)
    if measure in (Measure.SHARE, Measure.GROWTH) and statement.head is None and not statement.name:
        return None
    if len(name) < 4 or (not _MEASURING.search(name) and measure in (Measure.LEVEL, Measure.CHANGE)):
        return None
    base = statement.base if statement.base != "year" else ""
    extra = f"{folded_name(statement.whole_name)}" if measure is Measure.SHARE else base
    real = "real" if statement.comparable and "实际" in statement.lead else ""
    # A date may be that of an act, and the figure said of the year elsewhere.
    period = statement.period[:4] if period_kind(statement.period) == "day" else statement.period
    return (measure.value, name, statement.area, period, extra, statement.figure.dimension, real)


def _measured(statement: Statement) -> str:
    """What a growth is a growth of: parcels and the money for them go by one name. "" where it stands alone, as in a headline."""
    return statement.head.figure.dimension if statement.head is not None else ""


def _compare(context: Context, key: tuple[str, ...], statements: list[Statement]) -> Iterator[Claim]:
    first = statements[0]
    distinct: list[Statement] = []
    for statement in statements:
        if not any(_agree(statement, other) in (Verdict.HOLDS, Verdict.ROUNDING) for other in distinct):
            distinct.append(statement)
    for later in statements[1:]:
        if later.stretch is first.stretch and later.sentence == first.sentence:
            continue
        if _measured(first) and _measured(later) and _measured(first) != _measured(later):
            continue
        verdict = _agree(first, later)
        if first.period != later.period and verdict not in (Verdict.HOLDS, Verdict.ROUNDING):
            continue
        relation = f"{label(first)} {value_text(first)} = {label(later)} {value_text(later)}"
        roles = [(first, "first"), (later, "again")]
        message = cause = None
        if verdict is Verdict.UNDECIDED:
            message = text("两处数字不同，其中一处只说了下限或上限。")
        if verdict is Verdict.FAILS:
            turned = first.sign != later.sign
            cause = TURNED if turned else slip_between(first.figure, later.figure) or _stale(context, first, later)
            certain = cause is not None and len(distinct) <= 2 and _same_place(first, later)
            if not certain:
                if len(distinct) > 2 or cause is None:
                    continue
                verdict, message = Verdict.UNDECIDED, text("同名的数字在两处不同，可能口径不同，请核对。")
            else:
                message = text("同一指标在两处不同：{one} 与 {two}。", one=value_text(first), two=value_text(later))
        yield context.claim("crossref", verdict, relation, roles, value_text(first), message, cause)


def _stale(context: Context, first: Statement, later: Statement) -> Text | None:
    """Whether one of two figures is the other's of last year, by the growth that is printed with it."""
    for one, two in ((first, later), (later, first)):
        growth = context.growth.get(id(one))
        if growth is None or growth.comparable or one.measure is not Measure.LEVEL:
            continue
        factor = Interval.point(1) + signed(growth, Margin.HALF)
        if factor.low is not None and factor.low > 0 and (one.figure.interval() / factor).meets(two.figure.interval()):
            return text("“{old}”恰为上一年的数字。", old=value_text(two))
    return None


def _same_place(first: Statement, later: Statement) -> bool:
    """Whether both speak of the same area: named by both, or both in one section."""
    headline = StretchKind.HEADING in (first.stretch.kind, later.stretch.kind)
    named = first.name == later.name or (headline and folded_name(first.full_name) == folded_name(later.full_name))
    return first.area == later.area and named and len(folded_name(first.full_name)) >= 5


def _agree(one: Statement, two: Statement) -> Verdict:
    if one.sign != two.sign and one.figure.value and one.measure is Measure.GROWTH:
        return Verdict.FAILS

    return judge(lambda margin: (one.figure.interval(margin), two.figure.interval(margin)), one_figure=True).verdict


# -- the same value under a name that says a little more or less

DISTINCTIVE = 3
"""Significant digits that keep two figures from being equal by chance."""


def _again(context: Context, synonyms: list[tuple[str, str]]) -> Iterator[Claim]:
    """外贸进出口总值27.08万亿元 in the lead and 进出口总值27.08万亿元 in the text: one figure, though the names are not quite the same.
    Only agreement is looked for: of two different values nobody could say that they are one figure."""
    found: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in context.statements:
        figure = statement.figure
        digits = str(figure.amount.value).replace(".", "").strip("0")
        if (
            statement.measure not in (Measure.LEVEL, Measure.SHARE, Measure.RATE)
            or len(digits) < DISTINCTIVE
            or figure.amount.qualifier
            or statement.aside
            or statement.listed
        ):
            continue
        key = (statement.measure is Measure.LEVEL, figure.amount.value, figure.amount.unit, statement.period, statement.sign)
        found[key].append(statement)
    for places in found.values():
        for number, later in enumerate(places[:MOST_PLACES]):
            for first in places[:number]:
                apart = first.stretch is not later.stretch or first.sentence != later.sentence
                if apart and _key(first, synonyms) != _key(later, synonyms) and _named_alike(first, later):
                    relation = f"{label(first)} {value_text(first)} = {label(later)} {value_text(later)}"
                    roles = [(first, "first"), (later, "again")]
                    yield context.claim("crossref", Verdict.HOLDS, relation, roles, value_text(first))
                    break


def _named_alike(one: Statement, two: Statement) -> bool:
    """Whether two names can be of one figure: one ends with the other, or they share a stretch of words and the whole of a share."""
    if one.measure is not two.measure and {one.measure, two.measure} != {Measure.SHARE, Measure.RATE}:
        return False
    if one.area != two.area and one.area and two.area:
        return False
    first, second = (folded_name(statement.full_name.split("/")[-1]) for statement in (one, two))
    if one.measure is Measure.SHARE and two.measure is Measure.SHARE:
        wholes = {folded_name(one.whole_name), folded_name(two.whole_name)} - {""}
        if len(wholes) != 1:
            return False
    if len(first) < 2 or len(second) < 2:
        return False
    if ends_with(first, second) or ends_with(second, first):
        return min(len(first), len(second)) >= 3
    return any(first[at : at + 4] in second for at in range(len(first) - 3))


# -- counts, by what is counted


def _entity(statement: Statement, synonyms: list[tuple[str, str]]) -> str:
    """What is counted: 跨境电商综试区 of 35个跨境电商综试区 and of 综试区扩大到35个."""
    noun = counted_noun(statement.tail)
    entity = noun if len(noun) >= 2 and not statement.reached else statement.name
    for full, short in synonyms:
        entity = entity.replace(full, short)
    return folded_name(entity)


def _counts(context: Context, synonyms: list[tuple[str, str]]) -> Iterator[Claim]:
    """Counts of the same thing that agree; where they differ nobody can tell whether all or some are counted."""
    found: dict[tuple[object, str], list[tuple[str, Statement]]] = defaultdict(list)
    for statement in context.statements:
        figure = statement.figure
        plain = (
            statement.measure in (Measure.LEVEL, Measure.OTHER)
            and figure.kind is FigureKind.COUNT
            and not figure.amount.qualifier
        )
        if not plain or figure.value < 5 or statement.listed:
            continue
        entity = _entity(statement, synonyms)
        distinctive = len(str(figure.amount.value).strip("0").replace(".", "")) >= 3
        if len(entity) >= (2 if distinctive else 3):
            found[figure.value, figure.amount.unit.base].append((entity, statement))
    for places in found.values():
        for number, (entity, later) in enumerate(places[: 4 * MOST_PLACES]):
            for other, first in places[:number]:
                distant = first.stretch is not later.stretch or first.sentence != later.sentence
                if distant and _same_entity(entity, other, first, later):
                    relation = f"{other} {value_text(first)} = {entity} {value_text(later)}"
                    yield context.claim(
                        "crossref", Verdict.HOLDS, relation, [(first, "first"), (later, "again")], value_text(first)
                    )
                    break


def _same_entity(one: str, two: str, first: Statement, later: Statement) -> bool:
    shorter = min(len(one), len(two))
    if one == two or one.endswith(two) or two.endswith(one):
        return shorter >= 2
    common = next((length for length in range(shorter, 2, -1) if one[:length] == two[:length]), 0)
    return common >= 3 and len(first.lead) >= 2 and first.lead[-2:] == later.lead[-2:]


# -- figures in the titles of documents, and what a document did


def _titles(context: Context) -> Iterator[Claim]:
    """The same document cited twice with different numbers in its title, or said to have changed a number to different ends."""
    cited: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    acts: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    effects: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for statement in context.statements:
        prose = statement.stretch.text
        if statement.measure is Measure.TITLE:
            start = prose.rfind("《", 0, statement.figure.start)
            end = prose.find("》", statement.figure.end)
            if start >= 0 and end >= 0:
                cited[_document(prose[start + 1 : end]), statement.figure.start - start > 12].append(statement)
        elif statement.reached and statement.figure.kind is FigureKind.COUNT:
            before = prose[max(0, statement.figure.start - 240) : statement.figure.start]
            before = before.split("。")[-1]
            titles = re.findall("《([^》]{6,120})》", before)
            verb = re.search(
                r"(扩大|增加|提高|减少|精简|扩展|拓展|压缩)了?(?:到|至)了?$",
                prose[max(0, statement.figure.start - 6) : statement.figure.start],
            )
            if titles and verb:
                noun = folded_name(counted_noun(statement.tail)) or statement.figure.amount.unit.base
                effects[_document(titles[-1]), verb[1], noun].append(statement)
        elif (
            statement.figure.kind is FigureKind.COUNT
            and statement.measure in (Measure.LEVEL, Measure.OTHER)
            and not statement.aside
        ):
            after = re.split("[。；]", prose[statement.figure.end : statement.figure.end + 120])[0]
            title = re.search("^[^《0-9]{0,40}《([^》]{6,120})》", after)
            if title and statement.figure.value >= 5:
                acts[_document(title[1]), statement.figure.amount.unit.base].append(statement)
    for statements in acts.values():
        for claim in _each(context, statements, text("同一文件的结果在两处不同。")):
            if claim.verdict is Verdict.HOLDS:
                yield claim
    for statements in cited.values():
        yield from _each(context, statements, text("同一文件的名称在两处写法不同。"))
    for statements in effects.values():
        yield from _each(context, statements, text("同一文件的结果在两处不同。"))


def _document(title: str) -> str:
    """A title for comparing: without its issuer, the usual verbs, and its numbers."""
    return re.sub(r"[0-9]+", "#", folded_name(_LEGAL.sub("", title)))


def _each(context: Context, statements: list[Statement], message: Text) -> Iterator[Claim]:
    first = statements[0]
    for later in statements[1 : MOST_PLACES + 1]:
        if first.figure.dimension != later.figure.dimension:
            continue
        verdict = _agree(first, later)
        relation = f"{value_text(first)} = {value_text(later)}"
        failed = message if verdict is Verdict.FAILS else None
        yield context.claim("crossref", verdict, relation, [(first, "first"), (later, "again")], value_text(first), failed)
