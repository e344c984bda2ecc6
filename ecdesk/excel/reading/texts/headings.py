"""From a heading as found to an indicator of the catalogue, by its names, by ways of writing, and by the heading above it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ecdesk.domain.book.catalogue import IndicatorCatalogue, fold_heading
from ecdesk.domain.book.records import Indicator
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.excel.reading.texts.labels import Label
from ecdesk.excel.reading.texts.words import words


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator found, and how."""

    indicator: Indicator
    why: Text
    words: str = ""
    """Everything that was looked up to find it."""


@lru_cache(maxsize=8192)
def loosened(heading: str) -> str:
    """A heading with one way of writing for what counts as the same: 电商交易总额 and 电子商务交易额 come out alike."""
    plain = fold_heading(tidy(heading))
    for _ in range(3):
        shorter = words().heading_starts.sub("", plain)
        if shorter == plain or len(shorter) < 2:
            break
        plain = shorter
    for pattern, same in words().same:
        plain = pattern.sub(same, plain)
    shorter = words().heading_ends.sub("", plain)
    return shorter if len(shorter) >= 3 else plain


def _says_no_more(before: str) -> bool:
    """Whether what stands before the name of an indicator makes no other of it: 每千人网络零售额 is none that the catalogue has."""
    return len(before) < _SHORTEST_SAYING or before in words().noise


_SHORTEST_SAYING = 2


@dataclass(frozen=True)
class HeadingAnswers:
    """What was answered about headings, each by its folded heading: the indicator that it is, the item of a breakdown that it is (of the
    indicator that it is answered to be, or that its row or column names), those that are not to be read."""

    indicators: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    left_out: Container[str] = ()


class HeadingReader:
    """Looks headings up; what one file of a book teaches is in `answers`."""

    def __init__(self, catalogue: IndicatorCatalogue, answers: HeadingAnswers | None = None) -> None:
        self.catalogue = catalogue
        self._given = answers or HeadingAnswers()
        self._answers = self._given.indicators
        self._loose: dict[str, Indicator | None] = {}
        for indicator in catalogue:
            for name in (indicator.name, indicator.english, *indicator.synonyms):
                if name:
                    key = loosened(name)
                    other = self._loose.get(key, indicator)
                    self._loose[key] = indicator if other is indicator else None
        self._children: dict[str, list[Indicator]] = {}
        for indicator in catalogue:
            if indicator.parent:
                self._children.setdefault(indicator.parent, []).append(indicator)
        self._found: dict[str, Match | None] = {}

    def item(self, heading: str) -> str:
        """The item that a heading was answered to be, "" for none."""
        return self._given.items.get(fold_heading(heading), "") if heading else ""

    def is_left_out(self, heading: str) -> bool:
        """Whether it was answered that what stands under a heading is not to be read."""
        return bool(heading) and fold_heading(heading) in self._given.left_out

    def find(self, heading: str) -> Match | None:
        """The indicator that a heading names by itself, or None when none or several do."""
        if not heading:
            return None
        if heading not in self._found:
            self._found[heading] = self._find(heading)
        return self._found[heading]

    def _find(self, heading: str) -> Match | None:
        answer = self._answers.get(fold_heading(heading))
        if answer is not None and (indicator := self.catalogue.get(answer)) is not None:
            return Match(
                indicator,
                text("“{heading}”就是“{indicator}”，这是以前确认过的。", heading=heading, indicator=indicator.name),
                heading,
            )
        indicator = self.catalogue.find(heading)
        if indicator is not None:
            if fold_heading(heading) == fold_heading(indicator.name):
                return Match(indicator, text("标题写明指标“{indicator}”。", indicator=indicator.name), heading)
            return Match(
                indicator, text("“{heading}”是“{indicator}”的另一种写法。", heading=heading, indicator=indicator.name), heading
            )
        indicator = self._loose.get(loosened(heading))
        if indicator is not None:
            return Match(
                indicator, text("“{heading}”是“{indicator}”的另一种写法。", heading=heading, indicator=indicator.name), heading
            )
        return None

    def find_label(self, label: Label) -> Match | None:
        """The indicator of a label: the whole of it as written first, because names can hold words such as 增长, then what is left."""
        if not label.measure and not label.time and not label.area:
            return self.find(label.raw) or self.find(label.rest) or self.find(label.latin)
        return self.find(label.rest) or self.find(label.latin)

    def part_of(self, part: str, parent: Indicator) -> Match | None:
        """The indicator that a part (实物商品, 其中：出口) names under the heading of its whole."""
        why = text("“{part}”在“{parent}”之下。", part=part, parent=parent.name)
        for joined in (part + parent.name, parent.name + part):
            found = self.find(joined)
            if found is not None and found.indicator is not parent:
                return Match(found.indicator, why, part + parent.name)
        child = self._child_of(part, parent)
        return Match(child, why, part + parent.name) if child is not None else None

    def _child_of(self, part: str, parent: Indicator) -> Indicator | None:
        """The one indicator below another whose name begins with that of a part or, else, holds it."""
        key = loosened(part)
        bare = words().amount_end.sub("", key)
        names = [(child, loosened(child.name)) for child in self._children.get(parent.id, ())]
        for test in (
            lambda name: name.startswith(key),
            lambda name: len(bare) >= 2 and name.startswith(bare),
            lambda name: len(bare) >= 2 and bare in name,
        ):
            fitting = [child for child, name in names if test(name)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def inside(self, title: str) -> Match | None:
        """The one indicator that a title is about (2018年各省网络零售额统计表), or None."""
        plain = loosened(words().titles.sub("", title))
        if not plain:
            return None
        found = self.find(plain)
        if found is not None:
            return found
        fitting = [
            (key, indicator) for key, indicator in self._loose.items() if indicator is not None and len(key) >= 4 and key in plain
        ]
        if not fitting:
            return None
        longest = max(len(key) for key, _indicator in fitting)
        best = [indicator for key, indicator in fitting if len(key) == longest]
        before = plain.removesuffix(loosened(best[0].name))
        if len({indicator.id for indicator in best}) == 1 and before != plain and _says_no_more(before):
            return Match(best[0], text("标题“{title}”写明指标“{indicator}”。", title=title, indicator=best[0].name))
        return None
