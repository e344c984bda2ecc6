"""Figures that follow from others: a formula typed in a cell, offered for empty cells, taken over in place of a typed figure."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from ecdesk.checks import Checker, Instance, Whole, certain
from ecdesk.checks.engine.linear_forms import LinearForm, RatioForm, form_of
from ecdesk.checks.formulas.formula import CompiledFormula
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.checks.formulas.working_out import Worked, operands, style_of
from ecdesk.checks.language.axes import ChildPeriods
from ecdesk.checks.language.building import all_of, quoted
from ecdesk.checks.language.labels import area_name, indicator_name, item_name, measure_name, period_name
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.parsing import tokens
from ecdesk.checks.language.vocabulary import GroupWord, adds_over_time, first_spelling, vocabulary
from ecdesk.checks.remedies.narrowing import narrowed
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.defined import newly_defined
from ecdesk.domain.book.records import Axis, ChartKind, Exhibit, Item, Observation, Origin, OriginKind, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.figures.deriving import MOST_DIGITS_OPEN, derived, formula_of, written
from ecdesk.domain.figures.keys import MEASURES, Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.judging import base_interval, decide
from ecdesk.domain.texts import Joined, Shown, Text, text
from ecdesk.domain.wording.measures import index_measure
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish

_CELL = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,4})(?::([A-Z]{1,2})([1-9][0-9]{0,4}))?")

MOST_CELLS = 500
"""Cells that one range of a formula may name."""

_SHARED = ("indicator", "measure")


DERIVED_SETTING = "derived_marks"
"""Whether every figure that was worked out is printed with a mark; one with an open last digit always is."""


def print_marks(desk: Desk, wanted: bool) -> None:
    """Have every derived figure printed with a mark, or only those with an open last digit."""
    with desk.edit(text("推算数印记号") if wanted else text("推算数不印记号")) as edit:
        edit.put(Setting(DERIVED_SETTING, "1" if wanted else ""))


def underived(key: Key, present: Observation | None, formula: str, who: str) -> Observation:
    """A figure that is to be worked out by a formula, before it is; what is noted with one that is there stays."""
    origin = Origin(OriginKind.COMPUTED, by=who, detail=f"={formula}")
    if present is None:
        return Observation(key, Mark.UNKNOWN, origin=origin)
    return replace(present, content=Mark.UNKNOWN, origin=origin)


# -- a formula as it is typed


def read_formula(book: Book, exhibit: Exhibit, key: Key, typed: str) -> str:
    """A typed formula with the cells that it names put as labels, so that no row that comes or goes can make it mean others.

    Cells are named as in the name box: C5 is the third column's figure in the fifth row. Raises UserError for what cannot be read.
    """
    formula = _with_labels(book, exhibit, key, typed).strip()
    CompiledFormula(formula, Names(book))
    return formula


def _with_labels(book: Book, exhibit: Exhibit, key: Key, typed: str) -> str:
    pieces, end = [], 0
    for token in tokens(typed):
        cells = _CELL.fullmatch(token.text.upper()) if token.kind == "word" else None
        if cells is not None and book.indicators.find(token.text) is None:
            keys = [_key_at(exhibit, row, column) for row, column in _range(cells)]
            pieces += [typed[end : token.span.start], reference(book, keys, key)]
            end = token.span.end
    return "".join([*pieces, typed[end:]])


def _range(cells: re.Match[str]) -> list[tuple[int, int]]:
    first = int(cells[2]) - 1, _column(cells[1])
    last = (int(cells[4]) - 1, _column(cells[3])) if cells[3] else first
    rows, columns = (range(min(ends), max(ends) + 1) for ends in zip(first, last, strict=True))
    if len(rows) * len(columns) > MOST_CELLS:
        raise UserError("“{cells}”一次指 {count} 个单元格，太多了，请缩小范围。", cells=cells[0], count=len(rows) * len(columns))
    return [(row, column) for row in rows for column in columns]


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _key_at(exhibit: Exhibit, row: int, column: int) -> Key:
    key = cell_key(exhibit, row, column) if row < len(exhibit.rows) and column < len(exhibit.columns) else None
    if key is None:
        raise UserError("第 {row} 行第 {column} 列不是填数的单元格，公式不能引用它。", row=row + 1, column=column + 1)
    return key


def reference(book: Book, keys: Sequence[Key], at: Key) -> str:
    """Figures as the formula of another one names them: what they share with it is left out. Several may differ in one part only. Raises
    UserError where the names of the book do not lead back to them."""
    first, parts = keys[0], [part for part in Key._fields if len({getattr(key, part) for key in keys}) > 1]
    if len(parts) > 1 or set(parts) & set(_SHARED):
        raise UserError("所选的单元格不是同一指标的一行或一列，公式里请分别写出。")
    listed = _names(book, keys, at, parts)
    words = (
        quoted(indicator_name(book, first.indicator).chinese)
        + (f"[{'，'.join(listed)}]" if listed else "")
        + _measure(book, first)
    )
    wanted = set(keys)
    if set(operands(CompiledFormula(_summed(words, keys), Names(book)), at)) != wanted:
        raise UserError("“{figure}”在本书里另有所指，请在公式里写出它的全称。", figure=words)
    return words


def _names(book: Book, keys: Sequence[Key], at: Key, parts: Sequence[str]) -> list[str]:
    """What stands in the brackets: of each part in which the figures differ from each other (parts) all, of the others what differs from at."""
    chosen = [_chosen(book, keys[0], at, part) for part in ("area", "item", "period") if part not in parts]
    chosen += [_member(book, key, part) for part in parts for key in keys]
    return list(dict.fromkeys(filter(None, chosen)))


def _summed(words: str, keys: Sequence[Key]) -> str:
    return f"{first_spelling(vocabulary().functions, 'sum')}({words})" if len(keys) > 1 else words


def _chosen(book: Book, key: Key, at: Key, part: str) -> str:
    """What names one part of a figure; "" where it is that of the figure at hand."""
    if getattr(key, part) == getattr(at, part):
        return ""
    if part == "period" and key.period == period_from_code(at.period).moved(-1).code:
        return first_spelling(vocabulary().relative, "last_year")
    return _member(book, key, part)


def _member(book: Book, key: Key, part: str) -> str:
    if part == "area":
        return area_name(book, key.area).chinese
    if part == "period":
        return period_name(key.period).chinese
    return item_name(book, key.item).chinese if key.item else first_spelling(vocabulary().relative, "no_item")


def _measure(book: Book, key: Key) -> str:
    if key.measure == "value":
        return ""
    kind, _colon, whole = key.measure.partition(":")
    word = first_spelling(vocabulary().measures, kind)
    if not whole:
        return f".{word}"
    if kind == "index":
        return f".{measure_name(book, key.measure).chinese}"
    if whole in MEASURES:
        return f".{word}({first_spelling(vocabulary().measures, whole)})"
    known = book.indicator(whole)
    name = known.name if known is not None else (area_name if book.area(whole) else item_name)(book, whole).chinese
    return f".{word}({quoted(name)})"


def define(desk: Desk, exhibit_id: str, axis: Axis, numbers: Iterable[int], typed: str) -> int:
    """Have whole rows or columns worked out by a formula, new cells of them too, as one step; "" takes the definition away and leaves the figures.
    Returns in how many cells nothing stood, so that they are worked out now. Raises UserError for what cannot be read."""
    exhibit = desk.book.exhibit(exhibit_id)
    lines = list(exhibit.lines(axis))
    for number in numbers:
        lines[number] = replace(lines[number], formula=_line_formula(desk.book, exhibit, axis, number, typed) if typed else "")
    after = exhibit.with_lines(axis, tuple(lines))
    name = (
        text("{exhibit} 整行整列推算", exhibit=exhibit.number)
        if typed
        else text("{exhibit} 取消整行整列推算", exhibit=exhibit.number)
    )
    empty = len(newly_defined(exhibit, after, desk.book.observation, desk.who))
    with desk.edit(name) as edit:
        edit.put(after)
    return empty


def _line_formula(book: Book, exhibit: Exhibit, axis: Axis, number: int, typed: str) -> str:
    """A formula as it is read for the first figure of a line, good for all of them: what it shares with its cell is left out."""
    cells = (
        cell_key(exhibit, *((number, other) if axis is Axis.ROWS else (other, number)))
        for other in range(len(exhibit.columns if axis is Axis.ROWS else exhibit.rows))
    )
    first = next(filter(None, cells), None)
    if first is None:
        raise UserError("所选的行或列里没有填数的单元格。")
    return read_formula(book, exhibit, first, typed)


# -- what is offered


class Offer(NamedTuple):
    """What a figure would be worked out by, and what it would come to."""

    formula: str
    worked: Worked


def offer(desk: Desk, key: Key, checker: Checker | None = None) -> Offer | None:
    """How a figure follows from others by what it measures: growth from two levels, a share from its whole, a total from its parts, and with a
    checker from any rule that it alone is not known of; None where nothing follows that could be printed."""
    formulas = dict.fromkeys(_usual(desk.book, key))
    if checker is not None and _is_empty(desk.book, key):
        formulas.update(dict.fromkeys(by_rules(desk.book, checker, key)))
    for formula in formulas:
        worked = desk.derivations.tried(formula, key)
        if isinstance(worked.found.content, Amount):
            return Offer(formula, worked)
    return None


def usual_growth(derivations: Derivations, key: Key) -> Observation | None:
    """The growth that two levels come to, as a derived figure that is stored nowhere; None where none follows."""
    return derivations.guessed(next(_usual(derivations.book, key), ""), key)


def _usual(book: Book, key: Key) -> Iterator[str]:
    """The formulas that figures of a measure usually follow from, in the order in which they are tried."""
    words = vocabulary()
    own = first_spelling(words.subjects, "self")
    whole = first_spelling(words.subjects, "whole")
    last = f"{own}[{first_spelling(words.relative, 'last_year')}]"
    kind, _colon, of = key.measure.partition(":")
    period = period_from_code(key.period)
    match kind:
        case "growth" if period.kind == "years":
            function = first_spelling(words.functions, "mean_growth")
            yield from (f"{function}({own}[{period_name(str(year)).chinese}])" for year in (period.year, period.year - 1))
        case "growth" | "growth_prev":
            yield f"{first_spelling(words.functions, kind)}({own})"
        case "share":
            yield f"{own} ÷ {whole}"
            yield from filter(None, (rest_of(book, one, key) for one in wholes_with(book, key)))
        case "index" if key.measure == index_measure():
            yield f"{first_spelling(words.functions, kind)}({own})"
            yield f"(1 + {own}.{first_spelling(words.measures, 'growth')}) × 100"
        case "change":
            yield f"{own} - {last}"
        case "points":
            rate = first_spelling(words.measures, of if of in MEASURES else "share")
            yield from (f"{own}.{rate} - {last}.{rate}", f"{own} - {last}")[: 1 if of in MEASURES else 2]
        case "value":
            yield from _totals(book, key, own)


def _totals(book: Book, key: Key, own: str) -> Iterator[str]:
    """Sums of parts: of items under it, of areas in it, of quarters or months of it."""
    indicator = book.indicator(key.indicator)
    total = first_spelling(vocabulary().functions, "sum")
    if indicator is None or not indicator.additive:
        return
    for item in book.all(Item).values():
        part = key._replace(item=item.id)
        if item.parent == key.item and item.breakdown and book.observation(part) is not None:
            yield f"{total}({own}[{all_of(item.breakdown)}])"
    flows = adds_over_time(indicator.name, unit_named(indicator.unit))
    for group in vocabulary().groups.values():
        if _makes_up(group, key, flows) and _has_part(book, group, key):
            yield f"{total}({own}[{group.word}])"


def _has_part(book: Book, group: GroupWord, key: Key) -> bool:
    """Whether the first of the parts is there: most figures are totals of nothing."""
    if group.dimension == "period":
        parts = ChildPeriods(group.kinds[0]).ids(key.period, key.indicator)
        return bool(parts) and book.observation(key.moved(period=parts[0])) is not None
    areas = book.areas.children(key.area) if group.of == "children" else book.areas
    first = next((area for area in areas if not group.kinds or area.kind in group.kinds), None)
    return first is not None and book.observation(key._replace(area=first.code)) is not None


def _makes_up(group: GroupWord, key: Key, flows: bool) -> bool:
    """Whether a group may make up what a figure is about. flows: whether the indicator adds up over time."""
    if group.dimension == "period":
        return flows and group.of == "children"
    return group.dimension == "area" and (group.of == "children" or key.area == NATION)


class Filled(NamedTuple):
    """What became of cells that were to be worked out: how many were, how many of them with an undecided last digit, how many could not be, and why
    not, for each reason how many."""

    done: int
    undecided: int
    left: int
    reason: Shown | None


def _is_empty(book: Book, key: Key) -> bool:
    found = book.observation(key)
    return found is None or (found.content is Mark.UNKNOWN and not formula_of(found))


def fill(desk: Desk, exhibit_id: str, cells: Iterable[tuple[int, int]]) -> Filled:
    """Have the empty ones of these cells worked out, where they follow from others, as one step."""
    exhibit, book = desk.book.exhibit(exhibit_id), desk.book
    keys = dict.fromkeys(filter(None, (cell_key(exhibit, row, column) for row, column in cells)))
    empty = [key for key in keys if _is_empty(book, key)]
    return _filled(desk, empty, text("推算 {exhibit} 的空格", exhibit=exhibit.number))


def take_over(desk: Desk, key: Key, checker: Checker | None = None) -> Filled:
    """Put what a figure comes to by its formula in the place of what was typed; the formula is its origin from then on."""
    return _filled(desk, [key], text("采用推算数"), checker)


def _filled(desk: Desk, keys: Sequence[Key], name: Text, checker: Checker | None = None) -> Filled:
    desk.check_writable()
    found = {key: offer(desk, key, checker) for key in keys}
    taken = {key: one for key, one in found.items() if one is not None}
    left = [key for key, one in found.items() if one is None]
    if taken:
        with desk.edit(name) as edit:
            for key, one in taken.items():
                edit.put(underived(key, edit.get(Observation, key), one.formula, desk.who))
    undecided = sum(not one.worked.found.decided for one in taken.values())
    return Filled(len(taken), undecided, len(left), _why_left(reason_of(desk, key) for key in left))


def _why_left(reasons: Iterable[Text | None]) -> Shown | None:
    """Why some figures do not follow: the one reason, or the first of each kind with how many are like it."""
    kinds: dict[str, list[Text]] = {}
    for reason in reasons:
        if reason is not None:
            kinds.setdefault(reason.template, []).append(reason)
    first = next(iter(kinds.values()), None)
    if first is None or len(kinds) == 1:
        return first[0] if first else None
    return Joined(tuple(text("{count} 个：{reason}", count=len(alike), reason=alike[0]) for alike in kinds.values()), "")


@dataclass(frozen=True)
class Following:
    """What is known of a figure as one that follows from others.

    formula: by which it is worked out, or could be. printed: what it comes to; interval: between what. decided: whether every value of that is printed
    so. reason: why it comes to nothing. offered: whether it could be taken over. verdict: of the figure that stands there. why: what is taken
    for granted, such as that a ring lacks nothing; of a figure that no formula gives the relations that leave its interval.
    """

    formula: str
    printed: str = ""
    interval: str = ""
    decided: bool = True
    reason: Text | None = None
    offered: bool = False
    verdict: Verdict | None = None
    why: tuple[Text, ...] = ()


def following(desk: Desk, key: Key, checker: Checker | None = None) -> Following | None:
    """None for a figure that is not worked out and could not be, nor is between narrow bounds by the rules of a checker."""
    return finish(following_in_steps(desk, key, checker))


def following_in_steps(desk: Desk, key: Key, checker: Checker | None = None) -> Generator[None, None, Following | None]:
    """The same as a generator, for a window that goes on working. No figure may change between two steps."""
    observation = desk.book.observation(key)
    own = formula_of(observation)
    if own:
        worked = desk.derivations.tried(own, key)
        return _said(own, worked, desk.derivations.reason(key))
    found = offer(desk, key, checker)
    if found is None:
        if checker is None or not _is_empty(desk.book, key):
            return None
        return (yield from _bounded(desk.book, checker, key))
    said = _said(found.formula, found.worked, None)
    amount = observation.amount if observation is not None else None
    why = tuple(one.said for one in wholes_with(desk.book, key) if rest_of(desk.book, one, key) == found.formula)
    if period_from_code(key.period).kind == "years":
        why += (text("年均增速从公式里写的那一年算起；要从另一年算起，请改公式里的年份。"),)
    return replace(said, offered=True, verdict=_verdict(amount, found.worked) if amount is not None else None, why=why)


def _said(formula: str, worked: Worked, reason: Text | None) -> Following:
    content, interval = worked.found.content, worked.found.interval
    printed = print_content(content) if isinstance(content, Amount) and reason is None else ""
    between = written(interval, content) if interval is not None and reason is None else ""
    return Following(f"={formula}", printed, between, worked.found.decided, reason or worked.reason)


def _verdict(amount: Amount, worked: Worked) -> Verdict | None:
    """Whether a printed figure is one of those that it could come to."""
    content, interval = worked.found.content, worked.found.interval
    if not isinstance(content, Amount) or interval is None or content.unit.dimension != amount.unit.dimension:
        return None
    within = interval.scaled(content.unit.scale)
    return decide(lambda margin: base_interval(amount, margin).meets(within))


def reason_of(desk: Desk, key: Key) -> Text | None:
    """Why a figure does not follow from others."""
    own = desk.derivations.reason(key)
    if own is not None:
        return own
    formula = next(_usual(desk.book, key), "")
    return desk.derivations.tried(formula, key).reason if formula else None


# -- what only constraints tell

MOST_OPEN = Fraction(1, 5)
"""How wide bounds may be, as a part of what lies between them, to be worth saying; those of ten last digits always are."""


def _bounded(book: Book, checker: Checker, key: Key) -> Generator[None, None, Following | None]:
    """What the rules leave of a figure that no formula gives; None where that is too wide to say anything."""
    found = yield from narrowed(checker, key, wholes_with(book, key))
    if found is None or found.interval.low is None or found.interval.high is None:
        return None
    unit, decimals = style_of(book, key)
    within = found.interval.scaled(1 / unit.scale)
    low, high = within.low, within.high
    assert low is not None and high is not None
    if high - low > max(MOST_OPEN * abs(low + high) / 2, MOST_DIGITS_OPEN * Fraction(10) ** -decimals):
        return None
    why = tuple(
        one.said if isinstance(one, Whole) else Text(one.rule.record.name or one.rule.record.text) for one in found.bounds
    )
    content = derived(found.interval, (found.interval.low + found.interval.high) / 2, unit, decimals).content
    printed = text("约{figure}", figure=print_content(content)) if isinstance(content, Amount) else Text("")
    return Following("", str(printed), f"{written(within, content)}{unit.symbol}", decided=True, why=why)


def wholes_with(book: Book, key: Key) -> list[Whole]:
    """The shares that an exhibit draws as a whole, a figure among them: the pieces of a ring, or of a stacked column."""
    found: dict[tuple[Key, ...], Whole] = {}
    for exhibit, line in _drawn_lines(book, key):
        keys = _pieces(book, line, key)
        if len(keys) > 1:
            found.setdefault(keys, Whole(keys, text("{exhibit} 的各项占比合计为100%（没有未列出的项）", exhibit=exhibit.number)))
    return list(found.values())


def _drawn_lines(book: Book, key: Key) -> Iterator[tuple[Exhibit, list[Key]]]:
    """The rows and columns that a share stands in, where they are drawn as wholes."""
    for exhibit_id, row, column in book.places(key) if key.measure.partition(":")[0] == "share" else ():
        exhibit = book.exhibit(exhibit_id)
        if exhibit.chart is not None and exhibit.chart.kind in (ChartKind.RING, ChartKind.STACKED):
            down = (cell_key(exhibit, number, column) for number in range(len(exhibit.rows)))
            across = (cell_key(exhibit, row, number) for number in range(len(exhibit.columns)))
            yield from ((exhibit, list(filter(None, line))) for line in (down, across))


def _pieces(book: Book, line: Iterable[Key], key: Key) -> tuple[Key, ...]:
    """The shares of a line that are of the same whole as one, differing from it in the item or in the area only; without those that hold others."""
    for part in ("item", "area"):
        alike = {getattr(one, part): one for one in line if one._replace(**{part: getattr(key, part)}) == key}
        pieces = tuple(alike[id] for id in alike if not any(_is_within(book, part, inner, id) for inner in alike))
        if len(pieces) > 1 and key in pieces:
            return pieces
    return ()


def _is_within(book: Book, part: str, inner: str, outer: str) -> bool:
    if inner == outer:
        return False
    if part == "area":
        known = book.area(inner)
        return outer == NATION or (known is not None and known.parent == outer)
    item = book.get(Item, inner)
    return not outer or (item is not None and item.parent == outer)


def rest_of(book: Book, whole: Whole, key: Key) -> str:
    """What the other pieces leave of a whole, as a formula; "" where one of them is not known."""
    others = [one for one in whole.keys if one != key]
    if any((found := book.observation(one)) is None or found.amount is None for one in others):
        return ""
    return " - ".join(["100%", *_references(book, others, key)])


def _references(book: Book, keys: Sequence[Key], at: Key) -> list[str]:
    """Figures as a formula names them, each by itself; none where the names of the book do not lead back to one."""
    return [reference(book, [key], at) for key in keys]


def by_rules(book: Book, checker: Checker, key: Key) -> Iterator[str]:
    """The rules about a figure that is the only one of them that is not known, solved for it."""
    for instance in certain(checker, key):
        if any(not checker.figures.get(one).is_number for one in instance.keys if one != key):
            continue
        form = form_of(instance.rule)
        try:
            if isinstance(form, LinearForm):
                yield from filter(None, [_sum_solved(book, form, instance, key)])
            elif isinstance(form, RatioForm):
                yield from filter(None, [_ratio_solved(book, form, instance, key)])
        except UserError:
            continue  # the names of the book do not lead back to a figure


def _sum_solved(book: Book, form: LinearForm, instance: Instance, key: Key) -> str:
    """Of a sum of figures that are each counted once, with no number among them."""
    factors = {one: factor for factor, term in form.terms for one in instance.operands[term]}
    own = factors.pop(key, None)
    if own is None or form.constant or not form.is_sum:
        return ""
    added, taken = ([one for one, factor in factors.items() if (factor == own) == same] for same in (False, True))
    if not added:
        return ""
    return " - ".join([" + ".join(_references(book, added, key)), *_references(book, taken, key)])


def _ratio_solved(book: Book, form: RatioForm, instance: Instance, key: Key) -> str:
    """Of a share or growth, its part or its whole, this year's figure or last year's."""
    found = [
        one for terms in (form.quotient, form.over, form.under) for _factor, term in terms for one in instance.operands[term]
    ]
    if len(found) != 3 or len(set(found)) != 3 or form.constant not in (0, 1):
        return ""
    times, over, under = _references(book, found, key)
    times = f"(1 + {times})" if form.constant else times
    solved = {found[1]: f"{times} × {under}", found[2]: f"{over} ÷ {times}"}
    return solved.get(key, "")
