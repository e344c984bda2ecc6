"""Who is responsible for which part of a book, until when, and how far each part is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.outline import Inside, carriers, content_digest, name_of, outline
from ecdesk.domain.book.records import Assignment, Exhibit, Passage, Section, Stage
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.time.time_words import day_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.records.stages import DONE, passages_of, stages_of, standing

SOON = timedelta(days=7)
"""What is due within this time is shown as due."""


@dataclass(frozen=True)
class Part:
    """An exhibit or a section as work to be done. about: its id. level: how deep it stands in the outline, from 0. who and due: its own,
    else those of the section around it; inherited_who and inherited_due: which of the two. stage: the one in which it stands, of a
    section the earliest of what is in it; None when all are passed. passed: how many are. last: the newest stage passed, of a section
    the one that goes back farthest; None while something in it has passed none. late: days past the day that it is due, 0 while there is
    time or nothing left to do."""

    about: str
    kind: str
    title: str
    level: int
    who: str
    due: date | None
    inherited_who: bool
    inherited_due: bool
    stage: Stage | None
    passed: int
    last: Passage | None
    late: int = 0

    @property
    def waits(self) -> bool:
        """Whether it has passed a stage, and somebody has to look at it for the next one."""
        return self.passed > 0 and self.stage is not None


class PartFilter(StrEnum):
    """Which parts somebody wants to see."""

    ALL = "all"
    MINE = "mine"
    DUE = "due"
    WAITING = "waiting"


FILTER_NAMES = {
    PartFilter.ALL: text("全部"),
    PartFilter.MINE: text("我负责的"),
    PartFilter.DUE: text("到期"),
    PartFilter.WAITING: text("等待复核"),
}


def parts(book: Book, today: date) -> list[Part]:
    """Every section and exhibit in the order of the outline."""
    return finish(parts_gathered(book, today))


def parts_gathered(book: Book, today: date) -> Generator[None, None, list[Part]]:
    """The same bit by bit: a book may have thousands of exhibits."""
    work, found = _Work(book), []
    for level, record in outline(book):
        found.append(_part(work, record, level, today))
        yield
    return found


def in_short(book: Book, exhibit: Exhibit, today: date) -> str:
    """The stage in which one exhibit stands, who is responsible for it and until when; "" where nothing was said."""
    part = _part(_Work(book), exhibit, 0, today)
    stage = part.stage.name if part.stage is not None and (part.who or part.due or part.passed) else ""
    return "　".join(filter(None, (tr(stage) if stage else "", part.who, due_words(part))))


class _Work:
    """What the parts of a book are told from, looked up once."""

    def __init__(self, book: Book) -> None:
        self.book, self.inside = book, Inside(book)
        self.stages = stages_of(book)
        self._passages = passages_of(book)
        self._assignments = book.all(Assignment)
        self._standing = {about: standing(self.stages, passed) for about, passed in self._passages.items()}

    def passages(self, about: str) -> list[Sequence[Passage]]:
        """Of what carries the work on a part."""
        return [self._passages.get(id, ()) for id in self.inside.carriers(about)]

    def passed(self, about: str) -> int:
        return min(self._standing.get(id, 0) for id in self.inside.carriers(about))

    def first(self, about: str, field: str) -> Assignment:
        """The assignment that says a field of a part: its own, else that of the nearest section around it; one of nothing where none does."""
        known = self._assignments
        found = (one for id in self.inside.above(about) if (one := known.get(id)) is not None and getattr(one, field))
        return next(found, Assignment(""))


def _part(work: _Work, record: Section | Exhibit, level: int, today: date) -> Part:
    about, stages = record.id, work.stages
    who, due = work.first(about, "who"), work.first(about, "due")
    inside, passed = work.passages(about), work.passed(about)
    stage = stages[passed] if passed < len(stages) else None
    day = _day(due.due)
    return Part(
        about=about,
        kind=record.KIND,
        title=name_of(work.book, about),
        level=level,
        who=who.who,
        due=day,
        inherited_who=who.id not in ("", about),
        inherited_due=due.id not in ("", about),
        stage=stage,
        passed=passed,
        last=min((one[-1] for one in inside), key=lambda one: one.when) if all(inside) else None,
        late=max(0, (today - day).days) if day is not None and stage is not None else 0,
    )


def due_words(part: Part) -> str:
    """The day that a part is due, and how late it is."""
    day = part.due.isoformat() if part.due is not None else ""
    return tr("{day}　逾期 {days} 天", day=day, days=part.late) if part.late else day


def _day(written: str) -> date | None:
    """None for what another program wrote that is no day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def fits(part: Part, wanted: PartFilter, me: str, today: date) -> bool:
    """Whether somebody who wants to see these sees a part. Mine is what I am responsible for, and what waits for a stage that I do."""
    match wanted:
        case PartFilter.MINE:
            return part.who == me or (part.waits and part.stage is not None and part.stage.who == me)
        case PartFilter.DUE:
            return part.due is not None and part.stage is not None and part.due <= today + SOON
        case PartFilter.WAITING:
            return part.waits
        case _:
            return True


def newest_passages(book: Book, about: str) -> list[Passage]:
    """The stage that was passed last by an exhibit, or by each of a section's that has passed any."""
    passages = passages_of(book)
    return [passages[id][-1] for id in carriers(book, about) if id in passages]


def changed_parts(book: Book) -> set[str]:
    """Ids of the exhibits, and of the sections without any, that are not any more as they were when they passed their last stage."""
    return finish(changed_gathered(book))


def changed_gathered(book: Book) -> Generator[None, None, set[str]]:
    """The same bit by bit."""
    inside, found = Inside(book), set()
    for about, passed in passages_of(book).items():
        if content_digest(book, about, inside) != passed[-1].digest:
            found.add(about)
        yield
    return found


def assign(desk: Desk, abouts: Sequence[str], who: str | None = None, due: str | None = None, today: date | None = None) -> None:
    """Say who is responsible for exhibits and sections and until when, as one step. None leaves it as it is, "" takes it away, so that the
    section around it counts. due: a day as somebody writes it, of this year where it names none; today: for that.

    Raises UserError for what is no day.
    """
    told = {} if who is None else {"who": " ".join(who.split())}
    if due is not None:
        told["due"] = day_named(due.strip(), (today or date.today()).year).isoformat() if due.strip() else ""
    single = text("分工：{what}", what=name_of(desk.book, abouts[0]))
    with desk.edit(single if len(abouts) == 1 else text("分工：{count} 项", count=len(abouts))) as edit:
        for about in abouts:
            changed = replace(edit.get(Assignment, about) or Assignment(about), **told)
            if changed.who or changed.due:
                edit.put(changed)
            else:
                edit.remove(Assignment, about)


def people(book: Book, me: str = "") -> list[str]:
    """Everybody who is named in the work, and whoever is at the desk."""
    named = [*(one.who for one in book.all(Assignment).values()), *(one.who for one in book.all(Stage).values()), me]
    return sorted({one for one in named if one})


@dataclass(frozen=True)
class Load:
    """What one person has to do, counted in exhibits and in sections without any. at: how many stand in each stage, by its id, those that have
    passed all under `DONE`; late: how many are past the day that they are due."""

    who: str
    count: int
    at: Mapping[str, int]
    late: int


def loads(book: Book, shown: Iterable[Part]) -> list[Load]:
    """The work by person and stage, those without anybody last."""
    by_person: dict[str, list[Part]] = {}
    inside = Inside(book)
    for one in shown:
        if inside.carriers(one.about) == [one.about]:
            by_person.setdefault(one.who, []).append(one)
    found = []
    for who in sorted(by_person, key=lambda name: (not name, name)):
        theirs = by_person[who]
        at = Counter(one.stage.id if one.stage is not None else DONE for one in theirs)
        found.append(Load(who, len(theirs), at, sum(one.late > 0 for one in theirs)))
    return found


def total(each: Sequence[Load]) -> Load:
    """The work of all together."""
    at: Counter[str] = Counter()
    for one in each:
        at.update(one.at)
    return Load("", sum(one.count for one in each), at, sum(one.late for one in each))
