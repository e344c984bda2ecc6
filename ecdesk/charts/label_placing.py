"""Putting value labels where they collide with nothing: greedy placement over candidate positions.

The method is the usual one for point features (candidate positions with costs, most constrained first); see J. Christensen,
J. Marks and S. Shieber, "An empirical study of algorithms for point-feature label placement", 1995. All lengths are points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def standing(cls, middle: float, foot: float, width: float, height: float) -> Box:
        """A box of a size that stands on `foot`, its middle over `middle`."""
        return cls(middle - width / 2, foot, middle + width / 2, foot + height)

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
class ValueLabel:
    """A printed figure that needs a place. boxes: where it may stand, best first. what: which figure it is, for people."""

    text: str
    colour: str
    boxes: tuple[Box, ...]
    size: float
    rotated: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label in its place. covering: whether it stands over a line or a bar, so that it needs the paper's colour behind it."""

    label: ValueLabel
    box: Box
    covering: bool


@dataclass
class LabelPlacer:
    """Knows what is taken. area: where labels may stand. forbidden: markers and texts. strokes and fills: better not stood upon."""

    area: Box
    forbidden: list[Box] = field(default_factory=list)
    strokes: list[Segment] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    gap: float = 0.6

    def place(self, labels: Iterable[ValueLabel]) -> list[PlacedLabel]:
        """The labels in their places, in turn, without those of which every candidate collides: nothing placed here overlaps anything
        placed."""
        return [placed for label in labels if (placed := self.placed(label)) is not None]

    def placed(self, label: ValueLabel) -> PlacedLabel | None:
        """One label in the best place that is free, which is taken from then on; None where there is none."""
        cheapest, best = math.inf, None
        for rank, box in enumerate(label.boxes):
            if rank >= cheapest:
                break
            if not self._is_free(box):
                continue
            covered = self._covered(box)
            if rank + covered < cheapest:
                cheapest, best = rank + covered, PlacedLabel(label, box, covered > 0)
        if best is not None:
            self.forbidden.append(best.box)
        return best

    def _is_free(self, box: Box) -> bool:
        return box.inside(self.area) and not any(box.overlaps(taken, self.gap) for taken in self.forbidden)

    def _covered(self, box: Box) -> float:
        """What it costs that a label in a box covers strokes and fills."""
        strokes = sum(box.crossed_by(stroke) for stroke in self.strokes)
        return 2.5 * strokes + 4.0 * sum(box.overlaps(fill) for fill in self.fills)


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
    feet, position = [], low
    for foot, total, _members in clusters:
        feet.append(max(position, foot))
        position = feet[-1] + total
    ceiling = high
    for number in reversed(range(len(clusters))):
        ceiling = feet[number] = min(feet[number], ceiling - clusters[number][1])
    feet[:1] = [max(foot, low) for foot in feet[:1]]
    centres, remaining = [], iter(heights)
    for foot, (_foot, _total, members) in zip(feet, clusters, strict=True):
        for height in islice(remaining, members):
            centres.append(foot + height / 2)
            foot += height
    return centres
