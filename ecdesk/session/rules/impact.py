"""What a change would move before anybody stores it: printed figures, what follows from them, places in rankings, charts, findings, signatures,
and the sentences of manuscripts. It is tried on the book itself and taken back (`Desk.trial`), so it costs what the step costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, cast

from ecdesk.checks import apply_explanations
from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book, Place
from ecdesk.domain.book.changes import Action, Change
from ecdesk.domain.book.disputes import touched_figures
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.book.layouts.outline import above, name_of
from ecdesk.domain.book.layouts.sorting import numbers
from ecdesk.domain.book.records import (
    Exhibit,
    Manuscript,
    Observation,
    RecordId,
    Settlement,
    SignOff,
)
from ecdesk.domain.book.tables import build_table, cell_at
from ecdesk.domain.charts.resolving import drawn_chart
from ecdesk.domain.charts.shown import DrawnChart
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key, known_key
from ecdesk.domain.figures.numerals import THIN_SPACE, print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.judging import Reader, judge_printed
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables.charting import with_growth
from ecdesk.session.versions.versions import key_label

NEVER = ("accepted", "explained")
"""Decisions about sentences that bind no figure of the book."""


class Kind(StrEnum):
    """What is moved."""

    FIGURE = "figure"
    DERIVED = "derived"
    LAYOUT = "layout"
    RANK = "rank"
    CHART = "chart"
    RULE = "rule"
    SIGNATURE = "signature"
    SENTENCE = "sentence"


KIND_NAMES = {
    Kind.FIGURE: text("图表里的数"),
    Kind.DERIVED: text("随之推算的数"),
    Kind.LAYOUT: text("图表的行列"),
    Kind.RANK: text("位次"),
    Kind.CHART: text("图"),
    Kind.RULE: text("审核"),
    Kind.SIGNATURE: text("签发"),
    Kind.SENTENCE: text("文稿"),
}


@dataclass(frozen=True)
class Effect:
    """One thing that would be another. where: in words; before and after: as printed, "" for nothing. worse: whether it is something that somebody
    would have to see to. level: how much a rule weighs that begins to fail. place: exhibit, row and column in the book as it is, -1 for the exhibit as a whole; None where it is printed nowhere."""

    kind: Kind
    where: str
    before: Text | str
    after: Text | str
    worse: bool = False
    place: Place | None = None
    level: Level | None = None


@dataclass(frozen=True)
class Impact:
    """All that would be another. rules_known: whether the rules could be asked; else nothing is said of findings, and of signatures only which
    ones what changes."""

    effects: tuple[Effect, ...]
    rules_known: bool = True

    def of(self, kind: Kind) -> list[Effect]:
        return [one for one in self.effects if one.kind is kind]

    @property
    def counts(self) -> Counter[Kind]:
        return Counter(one.kind for one in self.effects)

    @property
    def exhibits(self) -> int:
        """In how many exhibits something that is printed would be another."""
        return len({one.place[0] for one in self.effects if one.place is not None and one.before != one.after})


class PrintedFigure(NamedTuple):
    """A figure as an exhibit prints it."""

    key: Key
    text: str
    place: Place
    where: str


@dataclass(frozen=True)
class Seen:
    """What can be seen of a few figures in the book as it is. cells: by exhibit, row and column, with their ids."""

    cells: Mapping[tuple[str, str, str], PrintedFigure]
    places: Mapping[str, Mapping[str, int]]
    """The places of rankings, by exhibit and row."""
    charts: Mapping[str, DrawnChart | Text]
    findings: Mapping[str, Finding] = field(default_factory=dict)
    signed: Mapping[str, bool] = field(default_factory=dict)


def impact(desk: Desk, changes: tuple[Change, ...], checks: Checks | None = None, action: Action = Action.DO) -> Impact:
    """What a step with these changes would move. checks: of the desk; without them, or while they are not ready, the rules are not asked.

    Raises StaleChange where the changes do not fit the book, as the step itself would.
    """
    if not changes:
        return Impact(())
    looking = _Looking(desk, changes, checks)
    try:
        with desk.trial(changes, action) as all_changes:
            looking.take(all_changes)
            after = looking.look()
    finally:
        before = looking.look()  # whatever happened, the engine has to know that the figures are what they were
    return Impact(tuple(_effects(desk.book, all_changes, before, after)), looking.checks is not None)


class _Looking:
    """Looks at what changes concern, once while they are tried and once when they are taken back."""

    def __init__(self, desk: Desk, changes: Collection[Change], checks: Checks | None) -> None:
        self._desk, self._book = desk, desk.book
        self.checks = checks if checks is not None and checks.can_try(changes) else None
        self.keys = dict.fromkeys(touched_figures(changes))
        self._concerned = {key for one in self._findings().values() for key in one.keys}
        """Figures of findings: what is signed may stand on them."""
        self._printing: set[str] = set()
        self._drawing: set[str] = set()

    def take(self, changes: Collection[Change]) -> None:
        """All that is being tried."""
        self.keys = dict.fromkeys(touched_figures(changes))
        if self.checks is not None and not self.checks.can_try(changes):
            self.checks = None
        grown = [grown for key in self.keys for grown in _growth_of(key)]
        laid_out = {str(change.id) for change in changes if change.kind == Exhibit.KIND}
        self._printing = self._book.printing(self.keys) | laid_out
        self._drawing = self._printing | self._book.printing(grown)

    def look(self) -> Seen:
        """What there is now, after the engine was told of the figures."""
        if self.checks is not None:
            self.checks.checker.update(self.keys)
        findings = self._findings()
        self._concerned.update(key for one in findings.values() for key in one.keys)
        return Seen(dict(self._cells()), dict(self._places()), dict(self._charts()), findings, dict(self._signed()))

    def _cells(self) -> Iterator[tuple[tuple[str, str, str], PrintedFigure]]:
        book = self._book
        for key in self.keys:
            for place in book.places(key):
                exhibit, row, column = book.exhibit(place[0]), place[1], place[2]
                across, down = exhibit.columns[column], exhibit.rows[row]
                where = " · ".join(part for part in (exhibit.number or exhibit.caption, down.label, across.label) if part)
                shown = cell_at(book, exhibit, row, column, THIN_SPACE).text
                yield (exhibit.id, down.id, across.id), PrintedFigure(key, shown, place, where)

    def _places(self) -> Iterator[tuple[str, dict[str, int]]]:
        for id in self._printing:
            exhibit = self._book.get(Exhibit, id)
            if exhibit is not None and exhibit.sorting is not None:
                yield id, numbers(self._book, exhibit)

    def _charts(self) -> Iterator[tuple[str, DrawnChart | Text]]:
        for id in self._drawing:
            exhibit = self._book.get(Exhibit, id)
            if exhibit is not None and exhibit.chart is not None:
                try:
                    yield id, drawn_chart(with_growth(self._desk.derivations, build_table(self._book, exhibit)))
                except UserError as fault:
                    yield id, fault.text

    def _findings(self) -> dict[str, Finding]:
        if self.checks is None:
            return {}
        checker = self.checks.checker
        shown = apply_explanations(checker.shown_about(self.keys), self._book, checker.records)
        return {one.id: one for one in shown.findings}

    def _signed(self) -> Iterator[tuple[str, bool]]:
        """The signatures under what prints a concerned figure, and whether each stands."""
        signatures = self._book.all(SignOff)
        if not signatures:
            return
        printing = self._book.printing(self._concerned) | self._printing
        there = (id for id in printing if self._book.get(Exhibit, id) is not None)
        covering = dict.fromkeys(one for id in there for one in above(self._book, id))
        findings = self.checks.tried_findings(self._drawing) if self.checks is not None else ()
        prints = waivers.Fingerprints(self._book, findings)
        for about in covering:
            if (signature := signatures.get(about)) is not None:
                yield about, self.checks is None or prints.stands(signature)


def _growth_of(key: Key) -> Iterator[Key]:
    """The growth that a level makes with others, which a chart works out where nobody printed it."""
    if key.measure != "value":
        return
    yield key._replace(measure="growth")
    yield key._replace(measure="growth_prev")
    try:
        yield key._replace(period=period_from_code(key.period).moved(1).code, measure="growth")
    except ValueError:
        return


# -- what differs


def _effects(book: Book, changes: Collection[Change], before: Seen, after: Seen) -> Iterator[Effect]:
    figures = {change.id: change for change in changes if change.kind == Observation.KIND}
    yield from _of_cells(book, figures, before, after)
    yield from _of_layouts(book, changes)
    yield from _of_places(book, before, after)
    yield from _of_charts(book, before, after)
    yield from _of_findings(before, after)
    for about, stood in before.signed.items():
        stands = after.signed.get(about, stood)
        if stood != stands:
            words = (text("有效"), text("失效，要重新签发"))
            place = (about, -1, -1) if book.get(Exhibit, about) is not None else None
            now, then = (words[0], words[1]) if stood else (words[1], words[0])
            yield Effect(Kind.SIGNATURE, name_of(book, about), now, then, stood, place)
    yield from _of_sentences(book, figures)


def _of_cells(book: Book, figures: Mapping[RecordId, Change], before: Seen, after: Seen) -> Iterator[Effect]:
    """The cells that print changed figures, and figures that are printed nowhere."""
    printed: set[Key] = set()
    for id in dict.fromkeys((*before.cells, *after.cells)):
        was, comes = before.cells.get(id), after.cells.get(id)
        one = was or comes
        assert one is not None
        printed.add(one.key)
        if one.key in figures:
            place = was.place if was is not None else None
            texts = (was.text if was is not None else "", comes.text if comes is not None else "")
            yield Effect(_kind(figures[one.key]), one.where, *texts, place=place)
    yield from (_of_unprinted(book, change) for id, change in figures.items() if id not in printed)


def _of_unprinted(book: Book, change: Change) -> Effect:
    where = str(text("{figure}（没有印在图表里）", figure=key_label(book, cast(Key, change.id))))
    was, comes = (print_content(one.content) if isinstance(one, Observation) else "" for one in (change.before, change.after))
    return Effect(_kind(change), where, was, comes)


def _kind(change: Change) -> Kind:
    return Kind.DERIVED if formula_of(cast("Observation | None", change.after or change.before)) else Kind.FIGURE


def _of_layouts(book: Book, changes: Iterable[Change]) -> Iterator[Effect]:
    """Exhibits that come, go or have other lines; that rows change places is told with the places."""
    for change in changes:
        if change.kind == Exhibit.KIND:
            was, comes = cast("Exhibit | None", change.before), cast("Exhibit | None", change.after)
            one = cast(Exhibit, was or comes)
            sizes = _size(was), _size(comes)
            if sizes[0] != sizes[1] or (was is not None and comes is not None and was.columns != comes.columns):
                place = (one.id, -1, -1) if was is not None else None
                yield Effect(Kind.LAYOUT, one.number_and_caption, *sizes, place=place)


def _size(exhibit: Exhibit | None) -> Text | str:
    if exhibit is None:
        return ""
    return text("{rows} 行 {columns} 列", rows=len(exhibit.rows), columns=len(exhibit.columns))


def _of_places(book: Book, before: Seen, after: Seen) -> Iterator[Effect]:
    for id, were in before.places.items():
        exhibit, now = book.exhibit(id), after.places.get(id, {})
        for number, row in enumerate(exhibit.rows):
            was, comes = were.get(row.id), now.get(row.id)
            if was != comes:
                words: list[Text | str] = [text("第 {place} 位", place=one) if one is not None else "" for one in (was, comes)]
                yield Effect(Kind.RANK, f"{exhibit.number} · {row.label}", words[0], words[1], place=(id, number, -1))


def _of_charts(book: Book, before: Seen, after: Seen) -> Iterator[Effect]:
    for id in dict.fromkeys((*before.charts, *after.charts)):
        was, comes = before.charts.get(id), after.charts.get(id)
        exhibit = book.get(Exhibit, id)
        if was == comes or exhibit is None:
            continue
        where = exhibit.number_and_caption
        if isinstance(was, DrawnChart) and isinstance(comes, DrawnChart):
            moved = _moved_points(was, comes)
            yield Effect(
                Kind.CHART, where, "", text("{count} 个点移动", count=moved) if moved else text("重画"), place=(id, -1, -1)
            )
        else:
            words = [one if isinstance(one, Text) else text("画得出") for one in (was, comes)]
            yield Effect(Kind.CHART, where, words[0], words[1], isinstance(comes, Text), (id, -1, -1))


def _moved_points(was: DrawnChart, comes: DrawnChart) -> int:
    values = [
        {(series.name, place): point for series in one.series for place, point in zip(one.categories, series.points, strict=True)}
        for one in (was, comes)
    ]
    return sum(values[0].get(id) != values[1].get(id) for id in values[0].keys() | values[1].keys())


def _of_findings(before: Seen, after: Seen) -> Iterator[Effect]:
    """Rules that begin to fail or fail no more, and explanations that no longer hold."""
    for id in dict.fromkeys((*after.findings, *before.findings)):
        was, comes = before.findings.get(id), after.findings.get(id)
        states = _state(was), _state(comes)
        one = comes or was
        if states[0] != states[1] and one is not None:
            where = " · ".join(filter(None, (one.title, str(one.about))))
            worse = comes is not None and comes.is_open and (was is None or not was.is_open)
            yield Effect(Kind.RULE, where, *states, worse, level=one.level if worse else None)


def _state(finding: Finding | None) -> str:
    """How a finding stands, in a word or two, with how much it is off; what passes and what cannot be decided alike count as nothing open."""
    if finding is None or not (finding.is_open or finding.verdict is Verdict.FAILS):
        return ""
    if finding.explained:
        return str(text("已说明"))
    level = (
        str(text(LEVEL_NAMES[finding.level])) if finding.verdict is Verdict.FAILS else str(text(VERDICT_NAMES[finding.verdict]))
    )
    off = finding.in_numbers
    return f"{level}：{off}" if off else level


def _of_sentences(book: Book, figures: Mapping[RecordId, Change]) -> Iterator[Effect]:
    """Figures of the book's own manuscripts that are known to be changed ones; what an earlier book knew of its own names none of them."""
    bound: dict[str, Settlement] = {}
    for one in sorted(book.all(Settlement).values(), key=lambda one: one.when):
        if one.decision not in NEVER and known_key(one.link) in figures and book.get(Manuscript, one.manuscript) is not None:
            bound[one.context] = one
    for one in bound.values():
        change = figures[cast(Key, known_key(one.link))]
        printed = one.values.get("0", "")
        now, then = (_agrees(printed, cast("Observation | None", record)) for record in (change.before, change.after))
        if not now or not then:
            yield Effect(Kind.SENTENCE, _sentence(book, one, printed), _AGREEMENT[now], _AGREEMENT[then], not then)


_AGREEMENT = {True: text("与表相符"), False: text("与表不符")}


def _sentence(book: Book, bound: Settlement, printed: str) -> str:
    """Where a figure of a manuscript stands: which manuscript it is, the words before the figure, and the figure."""
    manuscript = book.get(Manuscript, bound.manuscript)
    before = bound.context.partition("|")[2].partition("▮")[0]
    return f"{manuscript.name if manuscript is not None else ''} …{before}{printed}…".strip()


def _agrees(printed: str, observation: Observation | None) -> bool:
    """Whether a figure of a manuscript can be that of the book."""
    amount = observation.amount if observation is not None else None
    content = parse_content(printed, amount.unit) if amount is not None else None
    if amount is None or not isinstance(content, Amount) or content.unit.dimension != amount.unit.dimension:
        return False
    return judge_printed(content, amount, Reader.STATEMENT).verdict in (Verdict.HOLDS, Verdict.ROUNDING)
