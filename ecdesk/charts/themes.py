"""How charts look, read from ``resources/themes``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import resource

PRINT, LIGHT, DARK = "print", "light", "dark"


@dataclass(frozen=True)
class Theme:
    """Colours, sizes and widths of a chart. Lengths are points; ``smallest_size`` is what value labels may shrink to."""

    width_mm: float
    plot_height: float
    caption_place: str
    paper: str
    ink: str
    quiet: str
    grid: str
    axis: str
    bars: tuple[str, ...]
    bar_hatches: tuple[str, ...]
    lines: tuple[str, ...]
    markers: tuple[str, ...]
    projected_hatch: str
    caption_size: float
    label_size: float
    value_size: float
    smallest_size: float
    note_size: float
    line_width: float
    grid_width: float
    axis_width: float
    edge_width: float
    marker_size: float
    bar_share: float
    widest_bar: float
    row_height: float
    margin: float
    dpi: int

    @property
    def width(self) -> float:
        """The figure's width in points."""
        return self.width_mm / 25.4 * 72

    def bar(self, number: int) -> str:
        return self.bars[number % len(self.bars)]

    def bar_hatch(self, number: int) -> str:
        return self.bar_hatches[number % len(self.bar_hatches)]

    def line(self, number: int) -> str:
        return self.lines[number % len(self.lines)]

    def marker(self, number: int) -> str:
        return self.markers[number % len(self.markers)]


@lru_cache(maxsize=8)
def load_theme(variant: str = PRINT, name: str = "report") -> Theme:
    """A theme's variant: ``print``, or ``light`` and ``dark`` for the screen, which start from the printed one."""
    with resource("themes", f"{name}.toml").open("rb") as file:
        data = tomllib.load(file)
    values: dict[str, Any] = data[PRINT] | data[variant]
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Theme(**fields)
