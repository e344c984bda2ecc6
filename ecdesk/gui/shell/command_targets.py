"""What the command box can find: the book's exhibits, areas, indicators, figures and manuscripts, and the window's panels and commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ecdesk.domain.texts import tr
from ecdesk.gui.desk.workspace import Place, Workspace
from ecdesk.gui.shell.command_box import MOST_RESULTS, Target
from ecdesk.gui.shell.commands import action_named, all_actions
from ecdesk.gui.shell.docks import Docks

if TYPE_CHECKING:
    from decimal import Decimal

    from ecdesk.domain.book.book import Book
    from ecdesk.domain.book.records import Exhibit
    from ecdesk.domain.figures.amounts import Amount
    from ecdesk.domain.figures.keys import Key
    from ecdesk.domain.figures.units import Unit


class CommandTargets(QObject):
    """Everything that can be found in one window now, and the way to it."""

    manuscript_wanted = Signal(str)
    """Id of a manuscript that should be shown."""

    def __init__(self, workspace: Workspace, docks: Docks, window: QMainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._docks = docks
        self._window = window
        self._of_book: list[Target] | None = None
        workspace.desk_changed.connect(self.forget)
        workspace.changed.connect(self.forget)

    def forget(self, _notice: object = None) -> None:
        """The book, or the language, is another one now."""
        self._of_book = None

    def all(self) -> list[Target]:
        """What the open book has, then the panels and the commands that can be given."""
        book = self._workspace.book
        if self._of_book is None:
            self._of_book = book_targets(book)
        panels = panel_targets(self._docks.docks) if book is not None else []
        return [*self._of_book, *panels, *command_targets(all_actions(self._window))]

    def figures(self, query: str) -> list[Target]:
        """The places of the open book where the figure of a query is printed; none for a query that is no figure."""
        book = self._workspace.book
        return figure_targets(book, query) if book is not None else []

    def book_year(self) -> int | None:
        """The year of the open book, from which 去年 counts."""
        book = self._workspace.book
        return (book.year or None) if book is not None else None

    def go_to(self, target: Target) -> None:
        """Show what was found, or give the command."""
        match target.kind:
            case "exhibit":
                self._workspace.go_to(Place(target.id))
            case "figure":
                exhibit, row, column = target.id.rsplit("|", 2)
                self._workspace.go_to(Place(exhibit, int(row), int(column)))
            case "command":
                action_named(self._window, target.id.removeprefix("action_")).trigger()
            case "manuscript":
                self.manuscript_wanted.emit(target.id)
            case "panel":
                self._docks.show_panel(target.id)
            case _:
                self._go_to_first(target.kind, target.id)

    def go_to_area(self, code: str) -> None:
        """Show where an area is printed."""
        self._go_to_first("area", code)

    def _go_to_first(self, kind: str, id: str) -> None:
        book = self._workspace.book
        place = first_place(book, kind, id) if book is not None else None
        if place is not None:
            self._workspace.go_to(place)


def book_targets(book: Book | None) -> list[Target]:
    """Exhibits, then areas and indicators that are printed somewhere, then the newest draft of each manuscript."""
    if book is None:
        return []
    titles = {section.id: section.title for section in book.sections()}
    found = [
        Target(
            "exhibit",
            one.id,
            one.number_and_caption,
            titles.get(one.section, ""),
            _other_words(book, one),
            periods_of(one),
        )
        for one in book.exhibits()
    ]
    printed = list(book.printed_keys())
    areas, indicators = {key.area for key in printed}, {key.indicator for key in printed}
    for area in book.areas:
        if area.code in areas:
            words = " ".join((area.short, area.english, area.pinyin, area.code, *area.aliases))
            found.append(Target("area", area.code, area.name, tr("地区"), words))
    for indicator in book.indicators:
        if indicator.id in indicators:
            words = " ".join((indicator.english, *indicator.synonyms))
            found.append(Target("indicator", indicator.id, indicator.name, tr("指标"), words))
    return found + newest_manuscripts(book)


def figure_targets(book: Book, query: str) -> list[Target]:
    """Every place where a figure is printed: by its digits, and by what it comes to where the query has a unit (0.63万亿元 for 6300亿元); behind those
    the places whose print begins with the digits, which a table in another unit may print of it (844.3 of 8443644万元)."""
    from ecdesk.domain.wording.numbers import parse_amount

    wanted = parse_amount(query)
    if wanted is None:
        return []
    found = list(islice(_printed_as(book, wanted), MOST_RESULTS))
    known = {target.id for target in found}
    alike = () if wanted.unit.symbol else _printed_alike(book, wanted.value)
    return [*found, *islice((target for target in alike if target.id not in known), MOST_RESULTS - len(found))]


def _printed_as(book: Book, wanted: Amount) -> Iterator[Target]:
    digits: dict[Unit, Decimal | None] = {}
    for key, observation in book.observations.items():
        amount = observation.amount
        if amount is None:
            continue
        if amount.unit not in digits:
            digits[amount.unit] = _in_unit(wanted, amount.unit)
        if amount.value == digits[amount.unit]:
            yield from (_figure_target(book, key, amount, place) for place in book.places(key))


LEAST_DIGITS = 3
"""Fewer begin too many figures."""


def _printed_alike(book: Book, wanted: Decimal) -> Iterator[Target]:
    """The places whose print begins with these digits, whatever its unit."""
    from ecdesk.domain.book.tables import cell_at

    begun, said = _significant(wanted), f"{abs(wanted):f}"
    for key, observation in book.observations.items() if len(begun) >= LEAST_DIGITS else ():
        amount = observation.amount
        # The last digit that is printed may be rounded.
        if amount is None or not _significant(amount.value).startswith(begun[:-1]):
            continue
        for place in book.places(key):
            if cell_at(book, book.exhibit(place[0]), *place[1:], grouping="").text.lstrip("-−").startswith(said):
                yield _figure_target(book, key, amount, place)


def _significant(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits)).strip("0")


def _figure_target(book: Book, key: Key, amount: Amount, place: tuple[str, int, int]) -> Target:
    from ecdesk.domain.figures.numerals import print_content
    from ecdesk.session.versions.versions import key_label

    exhibit, row, column = place
    detail = f"{book.exhibit(exhibit).number}　{key_label(book, key)}"
    return Target("figure", f"{exhibit}|{row}|{column}", print_content(amount), detail)


def _in_unit(wanted: Amount, unit: Unit) -> Decimal | None:
    """The digits that an amount has in a unit, in any where it names none; None where it cannot be told in it."""
    if not wanted.unit.symbol:
        return wanted.value
    if wanted.unit.dimension != unit.dimension:
        return None
    try:
        return wanted.converted(unit).value
    except ValueError:  # no finite number of digits
        return None


def newest_manuscripts(book: Book) -> list[Target]:
    """The newest draft of each manuscript."""
    from ecdesk.domain.book.records import Manuscript

    newest = {one.name: one for one in sorted(book.all(Manuscript).values(), key=lambda one: (one.order, one.received))}
    return [Target("manuscript", one.id, one.name, tr("文稿")) for one in newest.values()]


def periods_of(exhibit: Exhibit) -> frozenset[str]:
    """Codes of the periods that a layout names."""
    places = (exhibit.at, *(line.at for line in (*exhibit.rows, *exhibit.columns)))
    return frozenset(at["period"] for at in places if at.get("period"))


def _other_words(book: Book, exhibit: Exhibit) -> str:
    """What an exhibit is found by besides its title: its number without the dash, and the area that it is all about."""
    from ecdesk.domain.figures.areas import NATION

    area = book.area(exhibit.at.get("area", ""))
    about = (area.short, area.english, area.pinyin) if area is not None and area.code != NATION else ()
    return " ".join((exhibit.number.replace("-", ""), *about))


def command_targets(actions: Iterable[QAction]) -> list[Target]:
    """Commands that can be given now, with their shortcuts."""
    found = []
    for action in actions:
        if action.isEnabled() and action.text() and action.objectName():
            title = plain_text(action)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            found.append(Target("command", action.objectName(), title, keys or tr("命令"), action.toolTip()))
    return found


def panel_targets(docks: Iterable[QDockWidget]) -> list[Target]:
    """The panels around the editor, shown or closed."""
    return [Target("panel", dock.objectName(), dock.windowTitle(), tr("面板")) for dock in docks]


def plain_text(action: QAction) -> str:
    """An action's text without the marks of a menu."""
    return action.text().partition("(&")[0].replace("&", "").rstrip("…").strip()


def first_place(book: Book, kind: str, id: str) -> Place | None:
    """Where an area or an indicator is printed: an exhibit about it alone, else its first cell."""
    from ecdesk.domain.book.layouts import cell_keys

    for exhibit in book.exhibits():
        if exhibit.at.get(kind) == id:
            return Place(exhibit.id)
    for exhibit in book.exhibits():
        for row, column, key in cell_keys(exhibit):
            if (key.area if kind == "area" else key.indicator) == id:
                return Place(exhibit.id, row, column)
    return None
