"""Areas: the nation, its four regions, provinces, separately planned cities and the corps, with GB/T 2260 codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.resources import read_table, resource
from ecdesk.domain.wording.folding import fold

NATION = "000000"
DISTRICT = "district"
"""The kind of an area of a book's own below a city."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area that figures are about.

    code: GB/T 2260 (610000), or R1 … R4 for the four regions, or a name of its own for areas of the world. kind: nation, region,
    province, corps, city, sar, world, or whatever a book of districts calls its own. parent: code of the area it lies in,
    "" for none.
    """

    code: str
    name: str
    short: str
    kind: str
    parent: str = ""
    english: str = ""
    pinyin: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def is_part(self) -> bool:
        """Whether a share that says nothing else is of the area that it lies in: 东部 of the nation, a district of its city."""
        return self.kind in ("region", DISTRICT)

    def spellings(self) -> Iterator[str]:
        """Every way the area is written, official name first; one-character short forms (陕) are among them."""
        yield self.name
        yield self.short
        if self.english:
            yield self.english
        if self.pinyin:
            yield self.pinyin
        yield from self.aliases


class AreaCatalogue:
    """Areas by code and by every spelling. A spelling that two areas share finds neither."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_code = {area.code: area for area in areas}
        self._by_spelling: dict[str, Area | None] = {}
        for area in self._by_code.values():
            for spelling in {fold(word) for word in (area.code, *area.spellings())}:
                other = self._by_spelling.get(spelling, area)
                self._by_spelling[spelling] = area if other is area else None

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_code.values())

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Area:
        return self._by_code[code]

    def get(self, code: str) -> Area | None:
        return self._by_code.get(code)

    def find(self, text: str) -> Area | None:
        """The area that a whole text names: its code, or one of its spellings with any spacing; None when none or several."""
        return self._by_spelling.get(fold(text))

    def children(self, code: str) -> list[Area]:
        return [area for area in self if area.parent == code]


@lru_cache(maxsize=1)
def standard_areas() -> AreaCatalogue:
    """The areas that come with the program, ``resources/areas.csv``."""
    rows = read_table(resource("areas.csv"))
    return AreaCatalogue(
        Area(
            row["code"],
            row["name"],
            row["short"],
            row["kind"],
            row["parent"],
            row["english"],
            row["pinyin"],
            tuple(alias for alias in row["aliases"].split("|") if alias),
        )
        for row in rows
    )
