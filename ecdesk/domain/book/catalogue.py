"""Indicators by id and by every heading they go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ecdesk.domain.book.records import Indicator
from ecdesk.domain.resources import resource, toml_data
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.places import without_among


def fold_heading(text: str) -> str:
    """A heading for comparing: half-width, lower case, without spaces, quotes, bullets, trailing colons or 其中."""
    return without_among(fold(text)).strip("“”\"'《》:;,。、")


class IndicatorCatalogue:
    """Indicators by id, name and synonym. A heading that two indicators share finds neither."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_id = {indicator.id: indicator for indicator in indicators}
        self._by_heading: dict[str, Indicator | None] = {}
        for indicator in self._by_id.values():
            for heading in {fold_heading(name) for name in (indicator.name, indicator.english, *indicator.synonyms) if name}:
                other = self._by_heading.get(heading, indicator)
                self._by_heading[heading] = indicator if other is indicator else None

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, id: str) -> Indicator | None:
        return self._by_id.get(id)

    def find(self, heading: str) -> Indicator | None:
        """The indicator that a whole heading names, or None when none or several do."""
        return self._by_heading.get(fold_heading(heading))


@lru_cache(maxsize=1)
def standard_indicators() -> IndicatorCatalogue:
    """The indicators that come with the program, ``resources/indicators/*.toml``; an indicator's id is its name."""
    found: list[Indicator] = []
    for path in sorted(resource("indicators").glob("*.toml"), key=lambda path: (path.stem != "provinces", path.stem)):
        for entry in toml_data("indicators", path.name).get("indicator", ()):
            synonyms = tuple(entry.get("synonyms", ()))
            found.append(Indicator(id=entry["name"], order=len(found), **{**entry, "synonyms": synonyms}))
    return IndicatorCatalogue(found)
