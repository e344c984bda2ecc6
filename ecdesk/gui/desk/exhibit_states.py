"""How far each exhibit is, and what is open in it: the state marks of the outline."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import is_missing
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.session.program.progress import finish

T = TypeVar("T")


class Open(NamedTuple):
    """Ids of the open findings that look at a figure of an exhibit."""

    errors: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ExhibitState:
    """expected and filled: cells. unread: figures whose text is no figure. disputed: the others of which another source says something else.
    errors and others: ids of open findings that look at a figure of it. What is open is kept by name, so that a chapter counts once what
    several of its exhibits show."""

    expected: int = 0
    filled: int = 0
    unread: frozenset[Key] = frozenset()
    errors: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    disputed: frozenset[Key] = frozenset()

    @property
    def findings(self) -> int:
        return len(self.errors) + len(self.others)

    @property
    def open(self) -> int:
        """How much is open about its figures; `SignState.marked` counts the same."""
        return self.findings + len(self.unread) + len(self.disputed)

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
        return str(self.open or "")

    def __str__(self) -> str:
        """The state in words, for the tip."""
        if not self.expected:
            return tr("没有数据单元格")
        parts = [tr("已有 {filled}/{count} 个数", filled=self.filled, count=self.expected)]
        if self.unread:
            parts.append(tr("{count} 个单元格读不出数", count=len(self.unread)))
        if self.disputed:
            parts.append(tr("{count} 个数两个来源不一致", count=len(self.disputed)))
        if self.findings:
            parts.append(tr("{count} 条审核结果待处理", count=self.findings))
        return tr("，").join(parts)


def together(states: Collection[ExhibitState]) -> ExhibitState:
    """The state of what several exhibits stand in."""
    return ExhibitState(
        sum(one.expected for one in states),
        sum(one.filled for one in states),
        _of_any(one.unread for one in states),
        _of_any(one.errors for one in states),
        _of_any(one.others for one in states),
        _of_any(one.disputed for one in states),
    )


def _of_any(parts: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset[T]().union(*parts)


def open_findings(book: Book, findings: Iterable[Finding]) -> dict[str, Open]:
    """Open findings by exhibit. A finding stands once in each exhibit where one of its figures is printed."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for finding in findings:
        if not finding.is_open or finding.level is Level.NOTICE:
            continue
        for id in book.printing(finding.keys):
            found.setdefault(id, (set(), set()))[finding.level is not Level.ERROR].add(finding.id)
    return {id: Open(frozenset(errors), frozenset(others)) for id, (errors, others) in found.items()}


def state_of(book: Book, exhibit: Exhibit, open: Open = Open(), disputes: Collection[Key] = ()) -> ExhibitState:  # noqa: B008
    return replace(finish(counted(book, exhibit, disputes)), errors=open.errors, others=open.others)


def counted(book: Book, exhibit: Exhibit, disputes: Collection[Key]) -> Generator[None, None, ExhibitState]:
    """The figures' part of the state, counted row by row."""
    expected = filled = 0
    unread, disputed = set(), set()
    for row, line in enumerate(exhibit.rows):
        for column, across in enumerate(exhibit.columns):
            key = cell_key(exhibit, row, column)
            if key is None:
                continue
            figure = book.observation(key)
            content = figure.content if figure is not None else None
            missing = is_missing(content)
            expected += not (missing and (line.unexpected or across.unexpected))
            if isinstance(content, Unparsed):
                unread.add(key)
            elif key in disputes:
                disputed.add(key)
            filled += not missing and not isinstance(content, Unparsed)
        yield
    return ExhibitState(expected, filled, frozenset(unread), disputed=frozenset(disputed))
