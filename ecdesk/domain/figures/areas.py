"""Areas: the nation, its four regions, provinces, separately planned cities and the corps, with GB/T 2260 codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.resources import read_table, resource
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.lexicon import words_of

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


def short_of_district(name: str) -> str:
    """How a district is called for short: 福田 for 福田区; "" where that would be no name of its own."""
    words = words_of("words.toml")["districts"]
    ending = next((ending for ending in words["endings"] if name.endswith(ending)), "")
    stem = name.removesuffix(ending) if ending else ""
    return stem if len(stem) >= SHORTEST and stem not in words["generic"] else ""


def _usual_spellings(area: Area) -> Iterator[str]:
    """How a book's own district may be written besides, where no area is said to go by it: 福田 for 福田区, 福田区 for 福田."""
    if area.kind != DISTRICT:
        return
    endings = words_of("words.toml")["districts"]["endings"]
    if area.name.endswith(tuple(endings)):
        yield short_of_district(area.name)
    else:
        yield from (area.name + ending for ending in endings)


SHORTEST = 2
"""Characters of a name by which a place is found without its kind."""


class AreaCatalogue:
    """Areas by code and by every spelling. A spelling that two areas share finds neither."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_code = {area.code: area for area in areas}
        self.spellings: dict[str, Area | None] = {}
        """Every spelling but codes, as it is written; None for one that several areas share."""
        said = [(spelling, area) for area in self._by_code.values() for spelling in area.spellings()]
        usual = [(spelling, area) for area in self._by_code.values() for spelling in _usual_spellings(area) if spelling]
        self._by_spelling: dict[str, Area | None] = {}
        self._take([*((area.code, area) for area in self._by_code.values()), *said])
        self._take([(spelling, area) for spelling, area in usual if fold(spelling) not in self._by_spelling])
        for spelling, _area in (*said, *usual):
            self.spellings[spelling] = self._by_spelling[fold(spelling)]

    def _take(self, spelled: Iterable[tuple[str, Area]]) -> None:
        for spelling, area in spelled:
            other = self._by_spelling.setdefault(fold(spelling), area)
            if other is not area:
                self._by_spelling[fold(spelling)] = None

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
