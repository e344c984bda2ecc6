"""What each figure says: level, change, growth, share …, of which indicator, area and period, and part of what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.figures import Figure


class Measure(Enum):
    """What a figure says of its indicator."""

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    POINTS = "points"
    RATE = "rate"
    PORTION = "portion"
    MULTIPLE = "multiple"
    INDEX = "index"
    CONTRIBUTION = "contribution"
    STRUCTURE = "structure"
    RANK = "rank"
    TITLE = "title"
    OTHER = "other"


@dataclass(slots=True, eq=False)
class Scope:
    """A list of parts. opener: "parts" for 其中, "view" for 分行业看. doubtful: the whole is not certain. wide: it runs over segments."""

    whole: Statement | None
    opener: str
    sentence: int
    segment: int
    wide: bool
    doubtful: bool = False
    parts: list[Statement] = field(default_factory=list)
    words: str = ""
    candidates: list[Statement] = field(default_factory=list)

    def whole_for(self, dimension: str) -> tuple[Statement | None, bool]:
        """The figure that parts of this dimension are part of, and whether another one could be meant as well."""
        if self.opener == "view" or not self.candidates:
            return self.whole, self.doubtful
        same = [s for s in self.candidates if comparable_dimension(s.figure.dimension) == comparable_dimension(dimension)]
        return (same[-1], self.doubtful and len(same) > 1) if same else (None, True)


_COUNTED_ALIKE = {"个", "所", "家", "处", "座"}


def comparable_dimension(dimension: str) -> str:
    """Institutions are counted in 个, 所 or 家 as it reads best; they add up all the same."""
    return "个" if dimension in _COUNTED_ALIKE else dimension


@dataclass(slots=True, eq=False)
class Statement:
    """A figure with what it says.

    settled: nothing about it changes any more. name: of the indicator, own words only. head: the level that a growth, share or change belongs to. whole_name: what a share says it is
    a share of. base: what a growth is measured against, and what is 100 in an index. sign: -1 for a fall. baseline: it is only what another figure is compared with. inside: it is the whole that a share prints between its part and itself. basis: the words for the prices or the scope that a growth is measured at. listed: number of the list (分别) it stands in, with position. like: the level whose name this one leaves out, saying its area alone (陕西省893.6亿元).
    """

    figure: Figure
    stretch: Stretch
    sentence: int
    segment: int
    clause: int
    measure: Measure
    name: str = ""
    lead: str = ""
    tail: str = ""
    area: str = ""
    period: str = ""
    base: str = ""
    sign: int = 1
    comparable: bool = False
    basis: str = ""
    reached: bool = False
    baseline: bool = False
    inside: bool = False
    head: Statement | None = None
    whole_name: str = ""
    scope: Scope | None = None
    aside: int = 0
    listed: int = 0
    position: int = 0
    home: str = ""
    like: Statement | None = None
    settled: bool = False
    _full_name: str | None = None

    @property
    def full_name(self) -> str:
        """The name with that of the list it is part of, where its own says too little. Kept once the statement is settled."""
        if self._full_name is not None:
            return self._full_name
        name = self._named_in_full()
        if self.settled:
            self._full_name = name
        return name

    @property
    def level(self) -> Statement:
        """The figure whose name this one goes by: the level that it is said of, or itself."""
        return self.head if self.head is not None and not self.name else self

    @property
    def measured(self) -> str:
        """What the figure is a figure of, which its own words may leave to the level before it (陕西省893.6亿元)."""
        level = self.level
        return level.full_name if level.like is None else level.like.full_name

    @property
    def is_own_change(self) -> bool:
        """A change that is said of a name, not of the level before it."""
        return self.measure is Measure.CHANGE and bool(self.name) and self.head is None and not self.listed

    def _named_in_full(self) -> str:
        if (
            self.measure in (Measure.GROWTH, Measure.SHARE, Measure.CHANGE, Measure.POINTS)
            and self.head is not None
            and not self.name
        ):
            return self.head.full_name
        above = self.scope.whole_for(self.figure.dimension)[0] if self.scope is not None else None
        if above is not None and above is not self and self.measure in (Measure.LEVEL, Measure.PORTION, Measure.RATE):
            whole = above.full_name
            if whole and whole not in self.name:
                return f"{whole}/{self.name}"
        return self.name
