"""Readings held against what a person reads, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from ecdesk.domain.figures.periods import span_code
from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from tests.reading_trials.layouts import Layout
from tests.reading_trials.truth import Expected
from tests.reading_trials.vocabulary import SUBJECTS

HEADING = "heading"
"""The question which indicator a heading is: the right one when the catalogue does not have it."""

QUESTIONS = {"period": "year", "area": "region", "unit": "unit"}
"""Facet to the question about a whole sheet or file that covers it."""

SAME_UNITS = {"千瓦小时": "千瓦时"}
BASE = "=100"
AT_THE_END = "年末"
"""Says when a stock is counted; a reader may keep it in the name or not."""

ALL_NAMES = sorted((one.name for subject in SUBJECTS for one in subject.indicators), key=len, reverse=True)
NOT_OF_A_NAME = re.compile(r"[0-9%=]|年|月|季|累计|本月|当月|同比|环比|增长|增速|占比|比重|单位|[亿万千]")


class Verdict(Enum):
    RIGHT = "right"
    SILENT = "silently wrong"
    MISSING = "missing without a word"
    REASON = "asked with reason"
    MISNAMED = "asked, by another name"
    NEEDLESS = "asked needlessly"
    INVENTED = "read where nothing is"


@dataclass
class Judged:
    """A cell with its verdict. wrong: facets that are wrong or empty."""

    verdict: Verdict
    expected: Expected | None
    reading: Reading | None
    wrong: tuple[str, ...] = ()


@dataclass
class Score:
    """verdicts: of all cells. by_place: facet and place to its cells, those where that facet is wrong, and those of them that are silent.
    questions: distinct problems of files where nothing had to be asked, but headings of unknown subjects. bad: file, verdict and facets to what went wrong, for people."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    by_place: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    questions: int = 0
    plain_cells: int = 0
    refused: int = 0
    bad: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def share(self, verdict: Verdict) -> float:
        return self.verdicts[verdict] / max(1, sum(self.verdicts.values()))

    def add(self, layout: Layout, file: FileReading) -> None:
        judged = list(judge(layout.truth, file))
        self.refused += file.status == "rejected"
        if not layout.trap:
            self.plain_cells += len(layout.truth)
            known = layout.truth[0].known
            self.questions += len(
                {problem.message for problem in file.problems if is_question(problem) and (known or not_heading(problem))}
            )
        for one in judged:
            self.verdicts[one.verdict] += 1
            self._count_places(layout, one)
            if one.verdict not in (Verdict.RIGHT, Verdict.REASON):
                self.bad.setdefault((layout.name, one.verdict.value, "+".join(one.wrong)), []).append(told(one))

    def _count_places(self, layout: Layout, one: Judged) -> None:
        if one.expected is None:
            return
        for facet, place in layout.places.items():
            counts = self.by_place.setdefault((facet, place), [0, 0, 0])
            counts[0] += 1
            field_of = {"year": "period", "part of the year": "period"}.get(facet, facet)
            if field_of in one.wrong:
                counts[1] += 1
                counts[2] += one.verdict is Verdict.SILENT


def told(one: Judged) -> str:
    """A verdict for people: the cell, what is wrong, what a person reads and what was read."""
    want, got = one.expected, one.reading
    place = want or got
    assert place is not None
    person = (
        f"{want.area} {want.indicator} {want.period} {want.measure} {want.value} {want.unit} {want.ask and 'ask ' + want.ask}"
        if want
        else ""
    )
    read = ""
    if got:
        name = f"{got.indicator}/{got.item}" if got.item else got.indicator
        doubt = f" DOUBT {got.doubt}" if got.doubt else ""
        read = f"{got.area or got.region} {name} {got.period} {got.measure} {got.amount.value} {got.amount.unit.symbol}{doubt}"
    return f"{place.sheet}!{place.cell}: a person {person}; read {read}"


def is_question(problem: Problem) -> bool:
    return bool(problem.question or problem.cell)


def not_heading(problem: Problem) -> bool:
    return problem.question != HEADING


def judge(truth: Iterable[Expected], file: FileReading) -> Iterator[Judged]:
    """A verdict for each cell that a person reads, and for each reading where a person reads nothing."""
    truth = list(truth)
    text = len({one.sheet for one in truth}) == 1 and len({one.sheet for one in file.readings}) <= 1
    at = {(("" if text else one.sheet), one.cell): one for one in file.readings}
    asked_of = {
        facet: {problem.sheet for problem in file.problems if problem.question == question}
        for facet, question in QUESTIONS.items()
    }
    headings = {str(problem.message) for problem in file.problems if not not_heading(problem)}
    wide = file.status != "read" and (
        file.status == "rejected"
        or any(problem.question and not problem.cell and not_heading(problem) for problem in file.problems)
    )
    questions: dict[tuple[str, str], set[bool]] = {}
    for problem in file.problems:
        questions.setdefault(("" if text else problem.sheet, problem.cell), set()).add(problem.question == HEADING)
    rows = {(sheet, row_of(cell)) for (sheet, cell), of in questions.items() if cell and False in of}
    for want in truth:
        sheet = "" if text else want.sheet
        named = questions.get((sheet, want.cell), set())
        got = at.pop((sheet, want.cell), None)
        asked = wide or False in named or (got is not None and got.doubt is not None and str(got.doubt) not in headings)
        asked = asked or (want.ask == "value" and (sheet, row_of(want.cell)) in rows)  # one question for a pair of rows
        facets = {facet for facet, sheets in asked_of.items() if {"", want.sheet} & sheets}
        heading = True in named or (got is not None and got.doubt is not None)
        yield verdict_of(want, got, asked, heading, facets | {"indicator"} if heading else facets)
    for got in at.values():
        if got.doubt is None:
            yield Judged(Verdict.INVENTED, None, got)


def row_of(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def verdict_of(want: Expected, got: Reading | None, asked: bool, heading: bool, facets_asked: set[str]) -> Judged:
    """asked: something was asked that concerns the cell, other than which indicator it is; heading: or that. facets_asked: what is asked of its
    sheet."""
    wrong, empty = differences(want, got) if got else ([], ["cell"])
    facets = (*wrong, *empty)
    if want.ask:
        said = asked or bool(empty) or (heading and want.known) or want.ask in facets_asked
        return Judged(Verdict.REASON if said else Verdict.SILENT, want, got, () if said else (want.ask,))
    if got is None:
        return Judged(Verdict.NEEDLESS if asked or heading else Verdict.MISSING, want, got, facets)
    if not asked and set(wrong) - facets_asked:
        return Judged(Verdict.SILENT, want, got, facets)
    if facets == ("name",) and not asked:
        return Judged(Verdict.MISNAMED, want, got, facets)
    if asked or facets or (heading and want.known):
        return Judged(Verdict.NEEDLESS, want, got, facets)
    return Judged(Verdict.RIGHT, want, got)


def differences(want: Expected, got: Reading) -> tuple[list[str], list[str]]:
    """Facets that are wrong, and those that are left open."""
    wrong: list[str] = []
    empty: list[str] = []
    unit, index = got.amount.unit.symbol, want.measure == "index"
    for facet, found, right in (
        ("area", got.area, got.area == want.area),
        ("period", got.period, span_code(got.period) == span_code(want.period)),
        ("measure", got.measure, says_index(want, got) if index else got.measure.partition(":")[0] == want.measure),
        ("value", "there", index or got.amount.value == want.value),
        ("unit", unit, index or same_unit(unit, want.unit)),
    ):
        if not right:
            (wrong if found else empty).append(facet)
    item = "" if index and BASE in got.item else got.item
    if want.part:
        found = got.indicator + item
        if want.part not in found or (want.within not in found and want.indicator not in found):
            (wrong if got.matched else empty).append("indicator" if got.matched else "name")
    elif want.known and not got.matched:
        empty.append("indicator")
    elif want.known != got.matched or (want.known and (got.indicator, item) != (want.indicator, "")):
        wrong.append("indicator")
    elif not want.known and not names(want.indicator, got.indicator + item):
        empty.append("name")
    return wrong, empty


def says_index(want: Expected, got: Reading) -> bool:
    """Whether a reading of an index keeps its base, or says the same as growth: 107.2 with 上年=100 is growth of 7.2."""
    if got.measure.startswith("growth"):
        return got.amount.value == want.value - 100
    based = got.measure.startswith("index") or BASE in got.amount.unit.symbol + got.item + got.indicator
    return based and got.amount.value == want.value


def same_unit(one: str, other: str) -> bool:
    for long, short in SAME_UNITS.items():
        one, other = one.replace(long, short), other.replace(long, short)
    return one == other


def names(name: str, found: str) -> bool:
    """Whether a heading that no catalogue has is called by its name, with nothing in it that says more than a name."""
    before, there, behind = found.partition(name.removeprefix(AT_THE_END))
    more = before.removesuffix(AT_THE_END) + behind
    for other in ALL_NAMES:
        more = more.replace(other, "")
    return bool(there) and not NOT_OF_A_NAME.search(more)
