"""How far each exhibit is: the state marks of the outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass, replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import Exhibit, Observation
from ecdesk.domain.book.tables import is_missing
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.session.program.progress import finish


@dataclass(frozen=True)
class ExhibitState:
    """expected and filled: cells. unread: cells whose text is no figure. disputed: cells of which another source says something else.
    errors and others: open findings that look at a cell of it."""

    expected: int = 0
    filled: int = 0
    unread: int = 0
    errors: int = 0
    others: int = 0
    disputed: int = 0

    @property
    def findings(self) -> int:
        return self.errors + self.others

    @property
    def mark(self) -> str:
        """Name of the icon that stands for the state; "" where there is nothing to say."""
        if self.errors or self.others:
            return "finding"
        if self.unread:
            return "unread"
        if self.disputed:
            return "disputed"
        if not self.expected:
            return ""
        if not self.filled:
            return "empty"
        return "complete" if self.filled >= self.expected else "partial"

    @property
    def colour(self) -> str:
        """Name of the theme's colour for the mark."""
        if self.errors or self.unread:
            return "error"
        if self.others:
            return "query"
        if self.disputed:
            return "disputed"
        return "ok" if self.mark == "complete" else "muted"

    @property
    def short(self) -> str:
        """The few characters beside the mark."""
        if self.findings:
            return str(self.findings)
        return str(self.unread or self.disputed or "")

    def __str__(self) -> str:
        """The state in words, for the tip."""
        if not self.expected:
            return tr("没有数据单元格")
        parts = [tr("已有 {filled}/{count} 个数", filled=self.filled, count=self.expected)]
        if self.unread:
            parts.append(tr("{count} 个单元格读不出数", count=self.unread))
        if self.disputed:
            parts.append(tr("{count} 个数两个来源不一致", count=self.disputed))
        if self.findings:
            parts.append(tr("{count} 条审核结果待处理", count=self.findings))
        return tr("，").join(parts)

    def __add__(self, other: ExhibitState) -> ExhibitState:
        return ExhibitState(
            self.expected + other.expected,
            self.filled + other.filled,
            self.unread + other.unread,
            self.errors + other.errors,
            self.others + other.others,
            self.disputed + other.disputed,
        )


def count_findings(book: Book, findings: Iterable[Finding]) -> tuple[Counter[str], Counter[str]]:
    """Open findings by exhibit: errors, and the others. A finding counts once in each exhibit where one of its figures is printed."""
    errors: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for finding in findings:
        if not finding.is_open or finding.level is Level.NOTICE:
            continue
        counter = errors if finding.level is Level.ERROR else others
        counter.update(book.printing(finding.keys))
    return errors, others


def state_of(book: Book, exhibit: Exhibit, errors: int = 0, others: int = 0, disputes: Collection[Key] = ()) -> ExhibitState:
    return replace(finish(counted(book, exhibit, disputes)), errors=errors, others=others)


def counted(book: Book, exhibit: Exhibit, disputes: Collection[Key]) -> Generator[None, None, ExhibitState]:
    """The figures' part of the state, counted row by row."""
    total = [0, 0, 0, 0]
    for row in range(len(exhibit.rows)):
        for column in range(len(exhibit.columns)):
            key = cell_key(exhibit, row, column)
            if key is not None:
                part = _part(exhibit, row, column, book.observation(key), key in disputes)
                total = [sum(pair) for pair in zip(total, part, strict=True)]
        yield
    return ExhibitState(total[0], total[1], total[2], disputed=total[3])


def shifted(
    state: ExhibitState,
    exhibit: Exhibit,
    row: int,
    column: int,
    figures: tuple[Observation | None, Observation | None],
    disputed: bool,
) -> ExhibitState:
    """The state of an exhibit in one of whose cells a figure took the place of another (before, after), without a look at the others."""
    gone, come = (_part(exhibit, row, column, figure, disputed) for figure in figures)
    return replace(
        state,
        expected=state.expected + come[0] - gone[0],
        filled=state.filled + come[1] - gone[1],
        unread=state.unread + come[2] - gone[2],
        disputed=state.disputed + come[3] - gone[3],
    )


def _part(exhibit: Exhibit, row: int, column: int, figure: Observation | None, disputed: bool) -> tuple[int, int, int, int]:
    """What a cell adds to expected, filled, unread and disputed ones of its exhibit."""
    content = figure.content if figure is not None else None
    if is_missing(content):
        unexpected = exhibit.rows[row].unexpected or exhibit.columns[column].unexpected
        return (0, 0, 0, 0) if unexpected else (1, 0, 0, disputed)
    return (1, 0, 1, disputed) if isinstance(content, Unparsed) else (1, 1, 0, disputed)
