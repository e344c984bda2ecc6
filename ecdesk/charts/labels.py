"""Putting value labels where they collide with nothing: greedy placement over candidate positions.

The method is the usual one for point features (candidate positions with costs, most constrained first); see J. Christensen,
J. Marks and S. Shieber, "An empirical study of algorithms for point-feature label placement", 1995. All lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        return (self.bottom + self.top) / 2

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.bottom < other.top + gap
            and other.bottom < self.top + gap
        )

    def inside(self, other: Box) -> bool:
        return (
            self.left >= other.left - 1e-6
            and self.right <= other.right + 1e-6
            and self.bottom >= other.bottom - 1e-6
            and self.top <= other.top + 1e-6
        )

    def crossed_by(self, segment: Segment) -> bool:
        """Whether a straight stroke runs through the box (Liang and Barsky's clipping)."""
        (x0, y0), (x1, y1) = segment
        dx, dy = x1 - x0, y1 - y0
        enter, leave = 0.0, 1.0
        for step, room in ((-dx, x0 - self.left), (dx, self.right - x0), (-dy, y0 - self.bottom), (dy, self.top - y0)):
            if step == 0:
                if room < 0:
                    return False
                continue
            ratio = room / step
            if step < 0:
                enter = max(enter, ratio)
            else:
                leave = min(leave, ratio)
            if enter > leave:
                return False
        return True


Segment = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A label and the boxes it would like to stand in, best first."""

    text: str
    colour: str
    boxes: tuple[Box, ...]
    size: float
    rotated: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    wish: Wish
    box: Box
    covered: bool
    """Whether it stands over a line or a bar, so that it needs the paper's colour behind it."""


@dataclass
class Placer:
    """Knows what is taken. area: where labels may stand. forbidden: markers and texts. strokes and fills: better not stood upon."""

    area: Box
    forbidden: list[Box] = field(default_factory=list)
    strokes: list[Segment] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    gap: float = 0.6

    def place(self, wishes: Iterable[Wish]) -> list[Placed | None]:
        """A place for each label in turn, or None where every candidate collides; nothing placed here overlaps anything placed."""
        return [self._place(wish) for wish in wishes]

    def _place(self, wish: Wish) -> Placed | None:
        best: tuple[float, Placed] | None = None
        for rank, box in enumerate(wish.boxes):
            if best is not None and rank >= best[0]:
                break
            if not box.inside(self.area) or any(box.overlaps(taken, self.gap) for taken in self.forbidden):
                continue
            crossings = sum(box.crossed_by(stroke) for stroke in self.strokes)
            stood = sum(box.overlaps(fill) for fill in self.fills)
            cost = rank + 2.5 * crossings + 4.0 * stood
            if best is None or cost < best[0]:
                best = cost, Placed(wish, box, bool(crossings or stood))
        if best is None:
            return None
        self.forbidden.append(best[1].box)
        return best[1]


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for boxes stacked in one column, in the order of their wanted centres from low to high, moved as little as needed
    so that none overlap; those that do not fit between low and high are squeezed beyond high."""
    clusters: list[tuple[float, float, int]] = []  # wanted foot of the cluster (mean), total height, members
    for centre, height in zip(wanted, heights, strict=True):
        clusters.append((centre - height / 2, height, 1))
        while len(clusters) > 1 and clusters[-2][0] + clusters[-2][1] > clusters[-1][0]:
            foot, total, members = clusters.pop()
            foot_before, total_before, members_before = clusters.pop()
            mean = (foot_before * members_before + (foot - total_before) * members) / (members_before + members)
            clusters.append((mean, total_before + total, members_before + members))
    centres: list[float] = []
    position = low
    feet = []
    for foot, total, members in clusters:
        feet.append((max(position, foot), total, members))
        position = feet[-1][0] + total
    ceiling = high
    for number in range(len(feet) - 1, -1, -1):
        foot, total, members = feet[number]
        foot = max(min(foot, ceiling - total), low if number == 0 else foot if foot + total <= ceiling else ceiling - total)
        feet[number] = foot, total, members
        ceiling = foot
    remaining = iter(heights)
    for foot, _total, members in feet:
        for _ in range(members):
            height = next(remaining)
            centres.append(foot + height / 2)
            foot += height
    return centres
