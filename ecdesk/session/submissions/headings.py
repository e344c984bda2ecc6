"""Headings that no catalogue knows: what the files say of each, and what an editor makes of them, all of a batch in one step.

A heading becomes a new indicator, one that the book has, an item of one, or is left out. Whatever the subject is: name, unit, decimals and
whether it adds up are proposed from the figures under it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import fold_heading, standard_indicators
from ecdesk.domain.book.records import Answer, Indicator, Item
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.readings import FileReading, Reading
from ecdesk.domain.judging import Margin, base_interval
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job
from ecdesk.session.submissions.imports import ImportPreview, holding, read, reading_context
from ecdesk.session.submissions.reviewing import Question, known_indicator, questions
from ecdesk.session.tables.outline import MOST_DECIMALS, new_indicator, new_item

_FEW = 3
"""So many areas must stand beside the nation before they are added up."""
_NEARLY = Interval(Fraction(9, 10), Fraction(11, 10))
"""What areas add up to, as a share of the nation, where a slip or a missing area parts them. An average is much less than their sum."""


class Become(StrEnum):
    """What an unknown heading is."""

    NEW = "new"
    """An indicator that the book does not have yet."""
    KNOWN = "known"
    """One that it has, under another name."""
    ITEM = "item"
    """A part of one that it has."""
    LEFT_OUT = "left out"
    """Nothing that the book wants."""


@dataclass(frozen=True)
class Decision:
    """What is made of a heading. name: of the new indicator, or of the one that it is or is part of. item: of the breakdown. The rest
    goes for a new indicator only."""

    become: Become
    name: str = ""
    item: str = ""
    unit: str = ""
    decimals: int = 1
    additive: bool = True


@dataclass(frozen=True)
class Heading:
    """A heading that something has to be made of. proposed: what the files say that it is; example: a figure that stands under it."""

    subject: str
    asked: tuple[Question, ...]
    proposed: Decision
    example: str

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it stands in."""
        return tuple(dict.fromkeys(path for question in self.asked for path, _sheet, _cell in question.places))


def headings(book: Book, shown: ImportPreview) -> list[Heading]:
    """The headings of a preview that no catalogue knows, in the order in which they stand in the files."""
    asked: dict[str, list[Question]] = {}
    for question in questions(shown):
        if question.question == "heading" and question.subject:
            asked.setdefault(question.subject, []).append(question)
    under = _figures_under(shown, asked)
    found = []
    for subject, several in asked.items():
        readings = under.get(subject, [])
        example = print_content(readings[0].amount, grouping=" ") if readings else ""
        found.append(Heading(subject, tuple(several), _proposed(book, subject, readings), example))
    return found


def _figures_under(shown: ImportPreview, subjects: dict[str, list[Question]]) -> dict[str, list[Reading]]:
    """The figures that wait for each heading, levels before what is measured of them."""
    found: dict[str, list[Reading]] = {}
    for file in shown.files:
        for reading in file.reading.readings:
            subject = reading.item if reading.matched else reading.indicator
            if subject in subjects:
                found.setdefault(subject, []).append(reading)
    return {subject: sorted(readings, key=lambda one: one.measure != "value") for subject, readings in found.items()}


def _proposed(book: Book, subject: str, readings: Sequence[Reading]) -> Decision:
    """What the figures under a heading say that it is: a part of the indicator that they stand with, else a new one."""
    part = next((one for one in readings if one.matched), None)
    levels = [one for one in readings if one.measure == "value"]
    decision = Decision(Become.NEW, subject, "", *_unit_and_decimals(levels), _adds_up(levels))
    if part is None:
        return decision
    whole = book.indicator(part.indicator)
    return replace(decision, become=Become.ITEM, name=whole.name if whole is not None else part.indicator, item=subject)


def _unit_and_decimals(levels: Sequence[Reading]) -> tuple[str, int]:
    """The unit of most figures, and with how many decimals they are printed in it."""
    units = Counter(one.amount.unit.symbol for one in levels)
    unit = units.most_common(1)[0][0] if units else ""
    decimals = max((-one.amount.exponent for one in levels if one.amount.unit.symbol == unit), default=1)
    return unit, min(max(decimals, 0), MOST_DECIMALS)


def _adds_up(levels: Sequence[Reading]) -> bool:
    """Whether the areas make up the nation wherever both are printed; where they are not, whether the unit is one of amounts."""
    units = [one.amount.unit for one in levels]
    if any(unit.is_ratio or unit.is_points or "/" in unit.dimension for unit in units):
        return False
    verdicts = [verdict for group in _groups(levels) if (verdict := _sums(group)) is not None]
    return all(verdicts)


def _groups(levels: Sequence[Reading]) -> Iterator[list[Reading]]:
    """The figures that differ in nothing but their area."""
    found: dict[tuple[str, ...], list[Reading]] = {}
    for one in levels:
        found.setdefault((one.item, one.period, one.sheet, one.amount.unit.dimension), []).append(one)
    yield from found.values()


def _sums(group: Sequence[Reading]) -> bool | None:
    """Whether areas add up to the nation, a slip in one of them or not: the check that finds it must not be what it takes away. None where that
    cannot be seen."""
    whole = next((one for one in group if one.area == NATION), None)
    parts = [one for one in group if one.area and one.area != NATION]
    if whole is None or len(parts) < _FEW:
        return None
    whole_of_parts = total(base_interval(one.amount, Margin.FULL) for one in parts)
    return whole_of_parts.meets(base_interval(whole.amount, Margin.FULL) * _NEARLY)


# -- deciding


def decide(desk: Desk, shown: ImportPreview, decided: Sequence[tuple[Heading, Decision]]) -> Job[list[tuple[Path, FileReading]]]:
    """Make of headings what was decided, at once and as one step; what is returned reads the files again that waited for a heading, see
    `reviewing.read_again`.

    A heading that became an indicator under its own name is found in every file from now on; under another name in files of the shapes
    that it was asked of. Raises UserError, and changes nothing, for a name, unit or number of decimals that cannot be.
    """
    making = _Making(desk.book)
    for heading, decision in sorted(decided, key=lambda one: one[1].become is not Become.NEW):
        making.take(heading, decision)
    with desk.edit(text("答复 {count} 个没有的标题", count=len(decided))) as edit:
        for record in making.records:
            edit.put(record)
    waiting = [file.path for file in shown.files if any(problem.question == "heading" for problem in file.reading.problems)]
    return read(holding(waiting), reading_context(desk.book))


class _Making:
    """The records that decisions come to, each checked beside those before it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._fresh: dict[str, Indicator] = {}
        self._parts: dict[str, Item] = {}
        self.records: list[Indicator | Item | Answer] = []

    def take(self, heading: Heading, decision: Decision) -> None:
        """Add what one decision needs."""
        if decision.become is Become.LEFT_OUT:
            self._answer(heading, "leave", "none")
            return
        if decision.become is Become.NEW:
            indicator = self._new(decision)
            if fold_heading(heading.subject) != fold_heading(indicator.name):
                self._answer(heading, "heading", indicator.id)
            return
        indicator = self._known(decision.name)
        self._answer(heading, "heading", indicator.id)
        if decision.become is Become.ITEM:
            self._answer(heading, "item", self._item(decision.item).id)

    def _answer(self, heading: Heading, question: str, value: str) -> None:
        for about in dict.fromkeys(one.about for one in heading.asked):
            id = f"{about}|{question}|{heading.subject}"
            self.records.append(Answer(id, about, question, heading.subject, value))

    def _new(self, decision: Decision) -> Indicator:
        """A new indicator; two headings of one name and one unit are the same."""
        name = " ".join(decision.name.split())
        before = self._fresh.get(fold_heading(name))
        if before is not None:
            if before.unit != decision.unit:
                raise UserError("“{name}”要建两次，单位却不同，请改其中一个的名称。", name=name)
            return before
        made = new_indicator(self._book, name, decision.unit, decision.decimals)
        order = made.order + len(self._fresh)
        made = replace(self._with_what_is_known(made), additive=decision.additive, order=order)
        self._fresh[fold_heading(name)] = made
        self.records.append(made)
        return made

    def _with_what_is_known(self, made: Indicator) -> Indicator:
        """A new indicator with what the program knows of one of its very name: definition, English, other ways of writing it."""
        known = standard_indicators().find(made.name)
        if known is None or known.name != made.name:
            return made
        taken = {
            fold_heading(word) for one in (*self._book.indicators, *self._fresh.values()) for word in (one.name, *one.synonyms)
        }
        synonyms = tuple(word for word in known.synonyms if fold_heading(word) not in taken)
        return replace(made, synonyms=synonyms, definition=known.definition, english=known.english, basis=known.basis)

    def _known(self, name: str) -> Indicator:
        return self._fresh.get(fold_heading(name)) or known_indicator(self._book, name)

    def _item(self, name: str) -> Item:
        """An item by its name, made where there is none."""
        folded = fold_heading(name)
        items = (*self._book.all(Item).values(), *self._parts.values())
        known = next((item for item in items if folded in {fold_heading(word) for word in (item.name, *item.synonyms)}), None)
        if known is not None:
            return known
        made = new_item(self._book, name)
        self._parts[made.id] = made = replace(made, order=made.order + len(self._parts))
        self.records.append(made)
        return made
