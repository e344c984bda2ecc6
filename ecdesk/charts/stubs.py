"""Names of categories along the foot of a chart: level and wrapped, upright as Chinese writes, or turned, whichever fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecdesk.charts.metrics import balanced, height_of, shortened, width_of, wrapped
from ecdesk.charts.paper import Paper
from ecdesk.charts.themes import Theme

_GAP = 2.0
_LONGEST = 130.0


@dataclass(frozen=True)
class Stubs:
    """Names ready to be drawn. style: level, upright or turned. height: of the whole strip, in points."""

    names: tuple[tuple[str, ...], ...]
    style: str
    size: float
    height: float
    cut: bool = False
    """Whether a name had to be shortened."""


def stubs_for(names: Sequence[str], slot: float, theme: Theme) -> Stubs:
    """The names in slots of a width. Where not even a turned line fits into a slot, only every second, third … is named."""
    size = theme.label_size
    for level in (size, size * 0.88):
        lines = [balanced(name, level, slot - _GAP) for name in names]
        whole = all(_breaks_well(name, parts) for name, parts in zip(names, lines, strict=True))
        if whole and max((len(parts) for parts in lines), default=0) <= (3 if slot > 4 * level else 2):
            height = height_of(level, max((len(parts) for parts in lines), default=1))
            return Stubs(tuple(tuple(parts) for parts in lines), "level", level, height + 3)
    upright = all(name.strip() and not any(character.isascii() for character in name) and len(name) <= 6 for name in names)
    if upright and slot >= size * 1.05:
        return Stubs(tuple(tuple(name) for name in names), "upright", size, height_of(size, max(len(name) for name in names)) + 3)
    # Names left out leave whole quarters, years or decades between those that stay.
    step = next(
        step for step in (1, 2, 3, 4, 6, 12, 24, 60, len(names)) if height_of(size) * 0.92 <= slot * step or step >= len(names)
    )
    rows = max(1, int(slot * step / height_of(size)))
    turned: list[tuple[str, ...]] = []
    longest = 0.0
    cut = False
    for number, name in enumerate(names):
        if number % step:
            turned.append(())
            continue
        width = min(_LONGEST, max(width_of(name, size) / rows * 1.2, 30.0))
        parts = wrapped(name, size, width)
        if len(parts) > rows:
            parts = wrapped(name, size, _LONGEST)
        if len(parts) > rows:
            cut = True
            kept = parts[: rows - 1]
            parts = [*kept, shortened(name[sum(map(len, kept)) :], size, _LONGEST)]
        turned.append(tuple(parts))
        longest = max([longest, *(width_of(part, size) for part in parts)])
    return Stubs(tuple(turned), "turned", size, longest + 4, cut)


def _breaks_well(name: str, parts: Sequence[str]) -> bool:
    """Whether no number or word was torn apart: every break lies next to a Chinese character or a space."""
    position = 0
    for part in parts[:-1]:
        position = name.index(part, position) + len(part)
        before, after = name[position - 1], name[position : position + 1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            return False
    return True


def draw_stubs(paper: Paper, stubs: Stubs, centres: Sequence[float], top: float) -> None:
    """Draws the strip that hangs from `top`."""
    colour = paper.theme.ink
    line = height_of(stubs.size)
    for centre, parts in zip(centres, stubs.names, strict=True):
        if stubs.style == "turned":
            for number, part in enumerate(parts):
                across = centre + (number - (len(parts) - 1) / 2) * line
                paper.turned(across, top - 3, part, stubs.size, colour, "top")
        else:
            paper.lines(centre, top - 2, parts, stubs.size, colour)
