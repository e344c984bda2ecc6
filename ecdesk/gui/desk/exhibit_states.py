"""How far each exhibit is, and what is open in it: the state marks of the outline."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.texts import misread
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import is_missing
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr

T = TypeVar("T")


class Open(NamedTuple):
    """Ids of the open findings that look at a figure of an exhibit."""

    errors: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ExhibitState:
    """expected and filled: cells. unread: figures whose text is no figure, and texts of lists that are not what their column holds. disputed: the others of which another source says something else.
    errors and others: ids of open findings that look at a figure of it. What is open is kept by name, so that a chapter counts once what
    several of its exhibits show. room: cells that take a figure, whether or not one is expected there."""

    expected: int = 0
    filled: int = 0
    unread: frozenset[object] = frozenset()
    errors: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    disputed: frozenset[Key] = frozenset()
    room: int = 0

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
        if not self.room and not self.expected:
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
        none = tr("还没有数") if self.room else tr("没有数要填")
        parts = [tr("已有 {filled}/{count} 个数", filled=self.filled, count=self.expected) if self.expected else none]
        if self.unread:
            parts.append(tr("{count} 个单元格的内容读不懂", count=len(self.unread)))
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
        sum(one.room for one in states),
    )


def _of_any(parts: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset[T]().union(*parts)


class OpenFindings:
    """Open findings by exhibit, in step with a list of findings of which some come and some go. A finding stands once in each exhibit where one
    of its figures is printed, and is taken out where it was put in."""

    def __init__(self) -> None:
        self._known: dict[int, Finding] = {}
        self._places: dict[int, frozenset[str]] = {}
        self._ids: dict[str, tuple[set[str], set[str]]] = {}

    def of(self, exhibit: str) -> Open:
        errors, others = self._ids.get(exhibit, ((), ()))
        return Open(frozenset(errors), frozenset(others))

    def follow(self, book: Book, findings: Iterable[Finding]) -> set[str]:
        """Take in the findings there are now, those that stayed being the very same objects; the exhibits in which some came or went."""
        now = {id(finding): finding for finding in findings}
        gone, come = self._known.keys() - now.keys(), now.keys() - self._known.keys()
        touched: set[str] = set()
        for one in gone:
            finding = self._known[one]
            for exhibit in self._places.pop(one, ()):
                self._ids[exhibit][finding.level is not Level.ERROR].discard(finding.id)
                touched.add(exhibit)
        for one in come:
            finding = now[one]
            if finding.is_open and finding.level is not Level.NOTICE:
                self._places[one] = places = frozenset(book.printing(finding.keys))
                for exhibit in places:
                    self._ids.setdefault(exhibit, (set(), set()))[finding.level is not Level.ERROR].add(finding.id)
                touched |= places
        self._known = now
        return touched

    def again(self, book: Book) -> None:
        """Figures are printed elsewhere now."""
        known, self._known = tuple(self._known.values()), {}
        self._places, self._ids = {}, {}
        self.follow(book, known)


def counted(book: Book, exhibit: Exhibit, disputes: Collection[Key]) -> Generator[None, None, ExhibitState]:
    """The figures' part of the state, counted row by row."""
    expected = filled = room = 0
    unread: set[object] = set()
    disputed = set()
    for row, line in enumerate(exhibit.rows):
        for column, across in enumerate(exhibit.columns):
            key = cell_key(exhibit, row, column)
            if key is None:
                continue
            figure = book.observation(key)
            content = figure.content if figure is not None else None
            missing = is_missing(figure)
            room += 1
            expected += not (missing and (line.unexpected or across.unexpected))
            if isinstance(content, Unparsed):
                unread.add(key)
            elif key in disputes:
                disputed.add(key)
            filled += not missing
        yield
    places = {(exhibit.id, place) for place in misread(exhibit)}
    return ExhibitState(expected, filled - len(unread), frozenset(unread | places), disputed=frozenset(disputed), room=room)
