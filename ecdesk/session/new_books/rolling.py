"""The book of the next year, half, quarter or month: outline, exhibits, rules and words carried over, earlier figures as the comparison,
everything of the new period empty, and nothing said of it that was said of the old one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ecdesk.domain.book.book import Book, checked_year
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.layouts.sources import registered
from ecdesk.domain.book.layouts.texts import is_entry
from ecdesk.domain.book.records import (
    Answer,
    AreaRecord,
    Assignment,
    Axis,
    Chart,
    Exhibit,
    Indicator,
    Item,
    Line,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Section,
    Setting,
    Settlement,
    Source,
    Stage,
    Status,
    Translation,
    ValueRange,
    Waiver,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key, known_key
from ecdesk.domain.figures.moves import Move, Relative
from ecdesk.domain.figures.periods import Period, period_from_code, span_code
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.old_claims import numbered_anew, without_basis, without_days, without_figures, without_named
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.time.moved_times import (
    moved_label,
    moved_rule,
    moved_times,
    without_lost_times,
    without_still_times,
)
from ecdesk.domain.wording.time.time_words import period_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.last_year import SETTING, last_setting, rules_about_last
from ecdesk.session.versions.versions import load_book


def with_spans_to_date(exhibit: Exhibit, own: Period) -> Exhibit:
    """A table as it stands in a book of a period: what is left out at the beginning of a year comes back with the second issue. One that was not made
    as such a table stays as somebody put it together."""
    if not exhibit.to_date or own.kind == "year":
        return exhibit
    is_first = Relative.TO_DATE.period(own).span == own
    for axis in Axis:
        if is_first:
            exhibit = _without_twins(exhibit, axis)
        else:
            exhibit = exhibit.with_lines(axis, tuple(_with_spans(exhibit.lines(axis), own)))
    return exhibit


def _without_twins(exhibit: Exhibit, axis: Axis) -> Exhibit:
    """A table without the lines of spans that are those of other lines too: 1—3月 beside the first quarter."""
    lines = exhibit.lines(axis)
    there = [line.at for line in lines]
    gone = {line.id for line in lines if (at := _of_span(line)) != line.at and at in there}
    if not gone:
        return exhibit
    kept = exhibit.with_lines(axis, tuple(line for line in lines if line.id not in gone))
    chart = exhibit.chart.without(gone) if exhibit.chart is not None else None
    sorting = exhibit.sorting if exhibit.sorting is None or exhibit.sorting.by not in gone else None
    return replace(kept, chart=chart, sorting=sorting)


def _of_span(line: Line) -> dict[str, str]:
    return {part: span_code(code) if part == "period" else code for part, code in line.at.items()}


def _with_spans(lines: tuple[Line, ...], own: Period) -> Iterator[Line]:
    """The lines, and behind those of the book's period, of whichever year, the same of the span to its end."""
    there = [line.at for line in lines]
    waiting: list[Line] = []
    for line in lines:
        span = _span_beside(line, own)
        if span is None:
            yield from waiting
            waiting.clear()
        yield line
        at = {**line.at, "period": span.code} if span is not None else {}
        if span is not None and at not in there:
            groups = tuple(_called(words, span) for words in line.groups)
            waiting.append(
                replace(line, id=new_uid(), label=_called(line.label, span), groups=groups, at=at, note="", formula="")
            )
    yield from waiting


def _span_beside(line: Line, own: Period) -> Period | None:
    """The span from January to the end of a line's period, where that is the book's own, of whichever year."""
    period = period_from_code(line.at["period"]) if line.at.get("period") else None
    if period is None or (period.kind, period.index) != (own.kind, own.index):
        return None
    return Relative.TO_DATE.period(period)


def _called(words: str, span: Period) -> str:
    """A heading of a period as that of the span to its end; one that names no period stays."""
    named = period_named(words, span)
    if named is None or named.months[-1] != span.months[-1]:
        return words
    year = str(Period(span.year))
    return str(span) if year in words else str(span).removeprefix(year)


@dataclass(frozen=True)
class Blanked:
    """A text from which something was taken that was said of the old period only. where: as an editor calls it."""

    where: str
    before: str
    after: str


class Started(NamedTuple):
    """A new book, open, and what was taken out of its texts."""

    desk: Desk
    blanked: tuple[Blanked, ...]


def start_next(last: Path, target: Path, period: Period, who: str = "") -> Started:
    """Make the book that follows a file and open it. Raises UserError for a period that is not a later one of the same kind, and where the
    book has none."""
    book = load_book(last)
    roller = Roller(book, checked_move(book, period, last.name))
    records = list(roller.records())
    with suppress(UserError):  # on another computer: to be chosen again from a place that may be remembered
        records += [last_setting(last, target), *rules_about_last(book)]
    return Started(Desk.create(target, records, who), tuple(roller.blanked))


def checked_move(last: Book, period: Period, name: str) -> Move:
    """From a book's period to another. Raises UserError, with the book's name, for one that is not a later one of the same kind."""
    checked_year(period.year)
    since = last.needed_period()
    if period.kind != since.kind:
        raise UserError(
            "“{file}”是{old}的，接着它的一期不能是{new}，请写同样长短的时期。", file=name, old=str(since), new=str(period)
        )
    if period <= since:
        raise UserError("“{file}”是{old}的，新的一期要比它晚。", file=name, old=str(since))
    return Move(since, period)


class Roller:
    """Makes the records of a later period from a book's: every time in captions, layouts and titles moved on, no figure of the new period.

    Of the figures only those that are compared with come along; explanations come back as suggestions. blanked: what was taken out so far.
    """

    def __init__(self, last: Book, move: Move) -> None:
        self._last = last
        self._move = move
        self._places = Places(last.areas)
        self.blanked: list[Blanked] = []

    def records(self) -> Iterator[Record]:
        last = self._last
        yield from self._settings()
        yield from last.all(AreaRecord).values()
        for indicator in last.all(Indicator).values():
            yield replace(indicator, basis=self._noted(tr("指标“{name}”的口径", name=indicator.name), indicator.basis, ""))
        yield from last.all(Item).values()
        yield from last.all(Source).values()
        yield from last.all(Translation).values()
        for section in last.all(Section).values():
            yield replace(section, title=self._text(section.number, section.title))
        yield from last.all(Answer).values()
        for rule in last.all(RuleRecord).values():
            yield replace(rule, name=moved_times(rule.name, self._move), text=moved_rule(rule.text, self._move))
        exhibits = [self._exhibit(exhibit) for exhibit in last.exhibits()]
        yield from exhibits
        yield from self._comparison(exhibits)
        yield from (replace(waiver, suggestion=True) for waiver in last.all(Waiver).values())
        yield from last.all(Stage).values()
        yield from (Assignment(one.id, one.who) for one in last.all(Assignment).values() if one.who)
        yield from self._bindings()

    def _bindings(self) -> Iterator[Settlement]:
        """Which figures of the prose are which of the book: in the same words they are that of the new period. What the book had is forgotten."""
        for settlement in self._last.all(Settlement).values():
            key = known_key(settlement.link)
            if key is not None:
                yield replace(
                    settlement,
                    manuscript="",
                    context=moved_times(settlement.context, self._move),
                    link=str(key._replace(period=self._move.period(period_from_code(key.period)).code)),
                    words=moved_times(settlement.words, self._move),
                    values={},
                )

    def _settings(self) -> Iterator[Setting]:
        """What holds for a later period too."""
        for setting in self._last.all(Setting).values():
            if setting.id == "title":
                yield replace(setting, value=moved_times(setting.value, self._move))
            elif setting.id not in (SETTING, "year", "part") and not setting.id.startswith("deadline"):
                yield setting
        yield from period_settings(self._move.to)

    def _noted(self, where: str, before: str, after: str) -> str:
        if before != after:
            self.blanked.append(Blanked(where, before, after))
        return after

    def _text(self, where: str, words: str, span: tuple[Period, Period] | None = None) -> str:
        """A caption or title for the new period, without the old one's figures and what it alone was told by. span: of a table about a whole
        year that is a span, with what that is now."""
        moved = moved_times(words, self._move, span)
        kept = without_figures(moved_times(without_lost_times(words, self._move), self._move, span))
        return self._noted(where, words, kept) if kept != moved else moved

    def _caption(self, exhibit: Exhibit, span: tuple[Period, Period] | None) -> str:
        """The caption for the new period. That of a list whose entries went names no time of theirs: of when the next ones are nobody knows yet."""
        words = exhibit.caption
        emptied = without_still_times(words, self._move) if _lists(exhibit) else words
        if emptied == words:
            return self._text(exhibit.number, words, span)
        kept = without_figures(moved_times(without_lost_times(emptied, self._move), self._move, span))
        return self._noted(exhibit.number, words, kept)

    def _note(self, where: str, words: str, exhibit: Exhibit | None = None) -> str:
        """A note or source line for the new period, without the old one's figures and what it said of how they are counted. exhibit: of a note
        of a table, which loses what it says of some of its areas, too."""
        moved = moved_times(words, self._move)
        told = without_lost_times(without_days(words), self._move)
        kept = without_figures(without_basis(moved_times(told, self._move)))
        if exhibit is not None:
            kept = without_named(kept, self._places, {NATION, exhibit.at.get("area", "")})
        return self._noted(where, words, kept) if kept != moved else moved

    # -- layouts

    def _exhibit(self, exhibit: Exhibit) -> Exhibit:
        """An exhibit with every time in it moved on; a series that began in a certain year keeps its length, and one about a time that no issue
        compares with any more stays as it is."""
        if self._stands_still(exhibit):
            return exhibit
        number = exhibit.number
        among_years = len(_years(exhibit)) > _PAIR
        at = self._coordinates(exhibit.at, among_years)
        named = self._ids(exhibit)
        rows = tuple(self._line(row, among_years, named) for row in self._without_entries(exhibit))
        notes = (self._note(tr("{exhibit} 的注", exhibit=number), note, exhibit) for note in exhibit.notes)
        moved = replace(
            exhibit,
            caption=self._caption(exhibit, self._span(exhibit.at, at)),
            source_line=self._source(exhibit),
            sources=self._sources(exhibit),
            notes=numbered_anew(exhibit.notes, [note for note in notes if note]),
            footnotes=tuple(self._note(tr("{exhibit} 的脚注", exhibit=number), note, exhibit) for note in exhibit.footnotes),
            at=at,
            rows=rows,
            columns=tuple(self._line(line, among_years, named) for line in exhibit.columns),
            chart=self._chart(number, exhibit.chart, named) if exhibit.chart is not None else None,
            sorting=replace(exhibit.sorting, by=named(exhibit.sorting.by)) if exhibit.sorting is not None else None,
            continued_after=exhibit.continued_after if exhibit.continued_after < len(rows) else 0,
        )
        return with_spans_to_date(moved, self._move.to)

    def _stands_still(self, exhibit: Exhibit) -> bool:
        """Whether nothing of an exhibit is about the old period, or near enough to be compared with: what was once published of 2015 does not
        become a table of a later quarter."""
        since, periods = self._move.since, _periods(exhibit)
        if since.kind == "year" or not periods:
            return False
        if max(map(_end, periods)) < (since.year - 1, since.months[-1]):
            return True
        stays = all(self._move.period(period) == period for period in periods)
        return stays and moved_times(exhibit.caption, self._move) == exhibit.caption

    def _source(self, exhibit: Exhibit) -> str:
        """The source line for the new period; that of a list went with its entries, and what was published of the old period is no source of
        the new one, whose publication nobody has named yet."""
        where = tr("{exhibit} 的来源", exhibit=exhibit.number)
        line = exhibit.source_line
        if _lists(exhibit) or moved_times(line, self._move) != line:
            return self._noted(where, line, "")
        return self._note(where, exhibit.source_line)

    def _sources(self, exhibit: Exhibit) -> tuple[str, ...]:
        """The sources that can be those of the new period: not what was published of the old one."""
        if not exhibit.sources or _lists(exhibit):
            return ()
        named = registered(self._last, exhibit.sources)
        kept = [one for one in named if moved_times(one.publication, self._move) == one.publication]
        for one in named:
            if one not in kept:
                self._noted(tr("{exhibit} 的来源", exhibit=exhibit.number), one.name, "")
        return tuple(one.id for one in kept)

    def _ids(self, exhibit: Exhibit) -> Callable[[str], str]:
        """What the ids of an exhibit's lines become: moved on as their labels are, unless two of one side would come to be called the same."""
        for lines in (exhibit.rows, exhibit.columns):
            before = {line.id for line in lines}
            if len({moved_times(id, self._move) for id in before}) < len(before):
                return lambda id: id
        return lambda id: moved_times(id, self._move)

    def _without_entries(self, exhibit: Exhibit) -> list[Line]:
        """What a list says is of the old period: its entries go, each told."""
        for row in exhibit.rows:
            words = "　".join(words for column in exhibit.columns if (words := row.texts.get(column.id, "")))
            self._noted(tr("{exhibit} 的名单", exhibit=exhibit.number), words, "")
        return [row for row in exhibit.rows if not is_entry(row)]

    def _chart(self, number: str, chart: Chart, named: Callable[[str], str]) -> Chart:
        """A chart that names the lines as they are called now; words at points of the old period and its axis go, each told."""
        where = tr("{exhibit} 的图上的说明", exhibit=number)
        typed = chart.reference is not None and bool(chart.reference.value)
        for words in (*(note.words for note in chart.notes), chart.reference.words if chart.reference and typed else ""):
            self._noted(where, words, "")
        moved = chart.renamed(named)
        title = self._text(number, chart.title) if chart.title else ""
        return replace(
            moved,
            notes=(),
            range=ValueRange(),
            right_range=ValueRange(),
            title=title,
            reference=None if typed else chart.reference,
        )

    def _line(self, line: Line, among_years: bool, named: Callable[[str], str]) -> Line:
        at = self._coordinates(line.at, among_years, line.label)
        label, *groups = (self._head(words, line.at, at) for words in (line.label, *line.groups))
        note = self._note(tr("“{line}”的注", line=line.label), line.note)
        formula = moved_rule(line.formula, self._move)
        return replace(
            line,
            label=label,
            groups=tuple(groups),
            at=at,
            id=named(line.id),
            note=note,
            texts={},
            formula=formula,
        )

    def _head(self, words: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
        """A heading of a line, or one above several, as it is called in the new period."""
        kept = without_lost_times(words, self._move)
        if kept != words:
            self._noted(tr("“{line}”的名称", line=words), words, kept)
        old, new = before.get("period"), after.get("period")
        if old and new:
            return moved_label(kept, self._move, period_from_code(old), period_from_code(new))
        return moved_times(kept, self._move)

    @staticmethod
    def _span(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Period, Period] | None:
        """The whole year that something is about and the span that it is in the next book, where it becomes one."""
        codes = before.get("period"), after.get("period")
        if not all(codes):
            return None
        old, new = (period_from_code(code) for code in codes if code)
        return (old, new) if old.kind == "year" != new.kind else None

    def _coordinates(self, at: Mapping[str, str], among_years: bool, label: str = "") -> dict[str, str]:
        """What a line fixes, moved on. Its label tells a span from January, 1—3月, from the quarter that it is too."""
        moved = dict(at)
        if at.get("period"):
            period = period_from_code(at["period"])
            said = period_named(label, self._move.since)
            if said is not None and said.span == period.span:
                period = said
            moved["period"] = self._move.period(period, among_years).code
        return moved

    def _comparison(self, exhibits: Sequence[Exhibit]) -> Iterator[Observation]:
        """The figures that are compared with: of a yearly book those of its year and the earlier ones that are shown; a quarter is compared
        with the one before and with that of a year ago, so that all earlier ones come along."""
        fresh = Book()
        fresh.load(iter(exhibits))
        shown = set(fresh.printed_keys())
        since, to = self._move.since, self._move.to
        there: set[Key] = set()
        for key, observation in self._last.observations.items():
            period = period_from_code(key.period)
            if observation.status == Status.FORECAST or not ends_before(period, to):
                continue
            if since.kind != "year" or period.year == since.year or key in shown:
                there.add(key)
                yield carried(observation, self._last)
        yield from self._formulas(there)

    def _formulas(self, there: Collection[Key]) -> Iterator[Observation]:
        """What the last book works out is worked out again for the new period, as soon as what it stands on is there."""
        for key, observation in self._last.observations.items():
            formula = formula_of(observation)
            moved = key.moved(period=self._move.period(period_from_code(key.period)).span.code) if formula else key
            if formula and moved not in there:
                origin = Origin(OriginKind.COMPUTED, by=observation.origin.by, detail=f"={moved_rule(formula, self._move)}")
                yield Observation(moved, Mark.UNKNOWN, origin=origin)


_PAIR = 2
"""More years than this in a table are a row of years; a year and the one before it may be spans from January."""


def _lists(exhibit: Exhibit) -> bool:
    """Whether an exhibit is a list with entries."""
    return any(is_entry(row) and row.texts for row in exhibit.rows)


def _periods(exhibit: Exhibit) -> list[Period]:
    """The periods that its layout names."""
    codes = {at.get("period") for at in (exhibit.at, *(line.at for line in (*exhibit.rows, *exhibit.columns)))}
    return [period_from_code(code) for code in codes if code]


def _end(period: Period) -> tuple[int, int]:
    """Year and month in which it ends."""
    return (period.index, 12) if period.kind == "years" else (period.year, period.months[-1])


def _years(exhibit: Exhibit) -> set[str]:
    lines = (*exhibit.rows, *exhibit.columns)
    return {code for line in lines if (code := line.at.get("period")) and period_from_code(code).kind == "year"}


def ends_before(period: Period, other: Period) -> bool:
    """Whether a period has ended when another one begins to count: the span to the end of that one is its own."""
    if period.kind == "years":
        return period.index < other.year
    return (period.year, period.months[-1]) < (other.year, other.months[-1])


def period_settings(period: Period) -> Iterator[Setting]:
    """What a book remembers of the period that it is about."""
    yield Setting("year", str(period.year))
    if period.kind != "year":
        yield Setting("part", period.code[4:])


def carried(observation: Observation, last: Book) -> Observation:
    """A figure as the next book has it. One without a source does not come to one by it, nor what was worked out from one."""
    if observation.origin.unsourced:
        return replace(observation, origin=Origin(OriginKind.PUBLISHED)) if formula_of(observation) else observation
    present = observation.origin
    page = present.cell if present.source else ""
    return replace(
        observation, origin=Origin(OriginKind.CARRIED, by=present.by, submission=present.source, cell=page, detail=last.title)
    )
