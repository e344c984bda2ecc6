"""The book in memory: records by kind and id, changed by transactions only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, cast

from ecdesk.domain.book.catalogue import IndicatorCatalogue
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.placing import PlaceIndex
from ecdesk.domain.book.records import (
    RECORD_TYPES,
    AreaRecord,
    Exhibit,
    Indicator,
    Item,
    Observation,
    Record,
    RecordId,
    Section,
    Setting,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import DISTRICT, Area, AreaCatalogue
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.figures.symbols import SETTING as SYMBOLS
from ecdesk.domain.figures.symbols import Symbols, symbols_from
from ecdesk.domain.texts import SOURCE_LANGUAGE
from ecdesk.domain.wording.places import Places

R = TypeVar("R", bound=Record)

Place = tuple[str, int, int]
"""Where a figure is printed: exhibit id, row number, column number."""


YEARS = range(1949, 2101)
"""The years that a report can be about."""

_SHOWN = 20
"""How many signs of what is no year a sentence repeats."""


def checked_year(year: int) -> int:
    """A year that a report can be about; raises UserError for another one."""
    if year not in YEARS:
        raise UserError("“{year}”不像一个年份，请写 {first} 到 {last} 之间的年份。", year=year, first=YEARS[0], last=YEARS[-1])
    return year


class StaleChange(Exception):
    """A change was made from a state that the book no longer has; nothing was applied."""


class Book:
    """The report of a year, or of a half, quarter or month. Reading is free; `apply` is the only way to change it."""

    def __init__(self) -> None:
        self._records: dict[str, dict[RecordId, Record]] = {kind: {} for kind in RECORD_TYPES}
        self._observations = cast("dict[Key, Observation]", self._records["observation"])
        self._places = PlaceIndex()
        self._ordered: list[Exhibit] | None = None
        self._areas: AreaCatalogue | None = None
        self._indicators: IndicatorCatalogue | None = None
        self.language = SOURCE_LANGUAGE
        """What it is printed in; another only of an edition that is made to be handed out (`ecdesk/session/delivery/editions/english.py`)."""
        self._original: Book | None = None

    # -- reading

    @property
    def original(self) -> Book:
        """The book that an edition in another language was made from, which is what is checked and signed; a book itself."""
        return self._original or self

    def edition(self, language: str) -> Book:
        """A copy that is to be printed in another language."""
        made = self.snapshot()
        made.language, made._original = language, self.original
        return made

    def get(self, type: type[R], id: RecordId) -> R | None:
        """The record of a type with an id, for example ``book.get(Exhibit, "t1")``."""
        found: R | None = self._records[type.KIND].get(id)  # type: ignore[assignment]  # called for every cell: a cast is a call, too
        return found

    def all(self, type: type[R]) -> Mapping[RecordId, R]:
        """Every record of a type by id, in order of arrival."""
        return cast("Mapping[RecordId, R]", self._records[type.KIND])

    @property
    def observations(self) -> Mapping[Key, Observation]:
        return self._observations

    def observation(self, key: Key) -> Observation | None:
        return self._observations.get(key)

    def amount(self, key: Key) -> Amount | None:
        """The number under a key; None where there is none."""
        found = self._observations.get(key)
        return found.amount if found is not None else None

    def exhibit(self, id: str) -> Exhibit:
        """Raises KeyError for an id that the book does not have."""
        return self.all(Exhibit)[id]

    def exhibits(self) -> list[Exhibit]:
        """In the order of the report."""
        if self._ordered is None:
            self._ordered = sorted(self.all(Exhibit).values(), key=lambda exhibit: (exhibit.order, exhibit.id))
        return list(self._ordered)

    def sections(self) -> list[Section]:
        """In the order of the report."""
        return sorted(self.all(Section).values(), key=lambda section: (section.order, section.id))

    def indicator(self, id: str) -> Indicator | None:
        return self.get(Indicator, id)

    def item(self, id: str) -> Item | None:
        return self.get(Item, id)

    def setting(self, name: str, default: str = "") -> str:
        found = self.get(Setting, name)
        return found.value if found else default

    @property
    def symbols(self) -> Symbols:
        """What is printed where no number stands, and which text says so."""
        return symbols_from(self.setting(SYMBOLS))

    @property
    def title(self) -> str:
        return self.setting("title")

    @property
    def year(self) -> int:
        """The year that the report is about; 0 while it is not set, or set to what is no year."""
        written = self.setting("year")
        year = int(written) if len(written) == 4 and written.isascii() and written.isdigit() else 0
        return year if year in YEARS else 0

    @property
    def period(self) -> Period | None:
        """The period that the report is about: its year, or the half, quarter or month of it; None while no year is set."""
        if not self.year:
            return None
        try:
            return period_from_code(f"{self.year}{self.setting('part')}")
        except ValueError:
            return Period(self.year)

    def needed_period(self) -> Period:
        """The period, for what cannot be done without it; raises UserError where there is none."""
        self.needed_year()
        assert self.period is not None
        return self.period

    def needed_year(self) -> int:
        """The year, for what cannot be done without it; raises UserError where there is none."""
        if not self.year:
            raise UserError(
                "年报里没有可用的年份（写的是“{written}”），可能被别的程序改过。请取最近的一份安全副本，或新建一本年报。",
                written=self.setting("year")[:_SHOWN],
            )
        return self.year

    @property
    def areas(self) -> AreaCatalogue:
        if self._areas is None:
            self._areas = AreaCatalogue(record.area for record in self._area_records())
        return self._areas

    def area(self, code: str) -> Area | None:
        return self.areas.get(code)

    @property
    def home_area(self) -> Area | None:
        """The city, or province, that the book is about: where its districts lie, else the one that its title names; None where they lie in
        several, and where the title names none or several."""
        homes = {area.parent for area in self.areas if area.kind == DISTRICT and area.parent}
        if not homes:
            named = [area for area in Places(self.areas).mentioned(self.title) if area.kind not in ("nation", "region")]
            # 广东省深圳市 is 深圳.
            homes = {area.code for area in named} - {area.parent for area in named}
        return self.area(homes.pop()) if len(homes) == 1 else None

    def reporting_areas(self) -> list[Area]:
        """The areas that are expected to send a submission, in the order of the report."""
        return [record.area for record in self._area_records() if record.reports]

    def _area_records(self) -> list[AreaRecord]:
        return sorted(self.all(AreaRecord).values(), key=lambda record: record.order)

    @property
    def indicators(self) -> IndicatorCatalogue:
        if self._indicators is None:
            self._indicators = IndicatorCatalogue(sorted(self.all(Indicator).values(), key=lambda indicator: indicator.order))
        return self._indicators

    def places(self, key: Key) -> list[Place]:
        """Every place of the report where this figure is printed, in the order of the report."""
        found = [(finder.exhibit, cells) for finder in self._places.finders(key) if (cells := finder.cells(key))]
        if len(found) > 1:
            found.sort(key=lambda one: (one[0].order, one[0].id))
        return [(exhibit.id, row, column) for exhibit, cells in found for row, column in cells]

    def printing(self, keys: Iterable[Key]) -> set[str]:
        """Ids of the exhibits that print any of these figures."""
        return self._places.printing(keys)

    def cells(self, exhibit: Exhibit, key: Key) -> list[tuple[int, int]]:
        """(row, column) of every cell of one of the book's exhibits that prints this figure."""
        return self._places.finder(exhibit.id).cells(key)

    def printed_in(self, exhibit: Exhibit, keys: Iterable[Key]) -> set[Key]:
        """Those of many figures that one of the book's exhibits prints."""
        return self._places.finder(exhibit.id).printed(keys)

    def printed_keys(self) -> Iterator[Key]:
        """The key of every cell of every exhibit that can hold a figure; one that is printed twice comes twice."""
        for exhibit in self.exhibits():
            for _row, _column, key in cell_keys(exhibit):
                yield key

    def snapshot(self) -> Book:
        """The book as it is now, for another thread to read while this one goes on changing; records are shared, not copied."""
        copy = Book()
        for kind, records in self._records.items():
            copy._records[kind].update(records)
        copy._places = self._places.copy()
        copy.language, copy._original = self.language, self._original
        return copy

    # -- changing

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Apply all changes or none; raises StaleChange when a record is not as the change found it."""
        for change in changes:
            present = self._records[change.kind].get(change.id)
            if present is not change.before and present != change.before:
                raise StaleChange(f"{change.kind} {change.id}")
        for change in changes:
            records = self._records[change.kind]
            if change.after is None:
                records.pop(change.id, None)
            else:
                records[change.id] = change.after
            if isinstance(change.after or change.before, Exhibit):
                self._places.replace(str(change.id), cast(Exhibit | None, change.after))
        self._forget({change.kind for change in changes})

    def load(self, records: Iterator[Record]) -> None:
        """Put records in as they come from the file, without a transaction."""
        for record in records:
            self._records[record.KIND][record.id] = record
            if isinstance(record, Exhibit):
                self._places.replace(record.id, record)
        self._forget(set(RECORD_TYPES))

    def _forget(self, kinds: set[str]) -> None:
        if Exhibit.KIND in kinds:
            self._ordered = None
        if AreaRecord.KIND in kinds:
            self._areas = None
        if Indicator.KIND in kinds:
            self._indicators = None
