"""How charts look, read from ``resources/themes``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import resource, toml_data

PRINT, GREY = "print", "grey"
STANDARD = "report"
"""The theme that the others name their differences from."""
NARROWEST_MM, WIDEST_MM = 50, 400
_STANDS_OUT = 3.0
_IS_READ = 4.5


@dataclass(frozen=True)
class Meaning:
    """A colour that is chosen by what it stands for; title: what an editor calls it."""

    title: str
    colour: str


@dataclass(frozen=True)
class Ground:
    """What a chart stands on where that is no paper: the colours of the ground and of its texts, #rrggbb."""

    paper: str
    ink: str


@dataclass(frozen=True)
class Theme:
    """Colours, sizes and widths of a chart. Lengths are points; ``smallest_size`` is what value labels may shrink to."""

    width_mm: float
    column_mm: float
    plot_height: float
    caption_place: str
    foot: tuple[str, ...]
    foot_side: str
    svg_fonts: tuple[str, ...]
    paper: str
    ink: str
    quiet: str
    grid: str
    axis: str
    muted: str
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
    meanings: Mapping[str, Meaning]

    @property
    def width(self) -> float:
        """The figure's width in points."""
        return self.width_mm / 25.4 * 72

    def bar(self, number: int, meaning: str = "") -> str:
        return self.meanings[meaning].colour if meaning in self.meanings else self.bars[number % len(self.bars)]

    def bar_hatch(self, number: int, meaning: str = "") -> str:
        return "" if meaning in self.meanings else self.bar_hatches[number % len(self.bar_hatches)]

    def line(self, number: int, meaning: str = "") -> str:
        return self.meanings[meaning].colour if meaning in self.meanings else self.lines[number % len(self.lines)]

    def bar_look(self, number: int, meaning: str = "", lit: bool = True) -> tuple[str, str]:
        """Fill and hatch of a bar; what does not stand out beside what does is muted."""
        return (self.bar(number, meaning), self.bar_hatch(number, meaning)) if lit else (self.muted, "")

    def line_look(self, number: int, meaning: str = "", lit: bool = True) -> str:
        """The colour of a line or a dot, in the same way."""
        return self.line(number, meaning) if lit else self.muted

    def marker(self, number: int) -> str:
        return self.markers[number % len(self.markers)]

    def edge(self, fill: str) -> str:
        """Of a filled area: its own colour, or a darker one where it hardly stands out from the paper (WCAG 2.2, 1.4.11)."""
        return fill if contrast(fill, self.paper) >= 3 else mixed(fill, self.ink, 0.5)

    def on(self, ground: Ground) -> Theme:
        """The same look on another ground: every colour as far from it as from paper, or as far as the eye needs (WCAG 2.2, 1.4.11)."""

        def faint(colour: str) -> str:
            # What is paler than the ink by so much on paper is so on the ground.
            pale = (luminance(self.paper) - luminance(colour)) / (luminance(self.paper) - luminance(self.ink))
            return mixed(ground.paper, ground.ink, min(max(pale, 0.0), 1.0))

        def seen(colour: str) -> str:
            return _standing_out(colour, ground.ink, ground.paper, _STANDS_OUT)

        return replace(
            self,
            paper=ground.paper,
            ink=ground.ink,
            quiet=mixed(ground.ink, ground.paper, 0.25),
            grid=faint(self.grid),
            axis=faint(self.axis),
            muted=faint(self.muted),
            bars=tuple(map(seen, self.bars)),
            lines=tuple(map(seen, self.lines)),
            meanings={id: replace(one, colour=seen(one.colour)) for id, one in self.meanings.items()},
        )

    def for_words(self, colour: str) -> str:
        """A colour as words beside what is drawn in it have it: they need more than a line does to be read (WCAG 2.2, 1.4.3)."""
        return _standing_out(colour, self.ink, self.paper, _IS_READ)

    def readable_on(self, colour: str) -> str:
        """The ink or the paper, whichever stands out more from a fill."""
        return max((self.ink, self.paper), key=lambda candidate: contrast(candidate, colour))


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (x / 255 for x in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def mixed(one: str, other: str, part: float) -> str:
    """A colour with so much of another in it."""
    both = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in both)


def _standing_out(colour: str, ink: str, paper: str, least: float) -> str:
    """A colour with as much of the ink as it needs to stand out from the paper."""
    part = 0.0
    while contrast(mixed(colour, ink, part), paper) < least and part < 1:
        part += 0.1
    return mixed(colour, ink, min(part, 1.0))


def _read(name: str) -> dict[str, Any]:
    return toml_data("themes", f"{name}.toml")


@lru_cache(maxsize=1)
def theme_titles() -> dict[str, str]:
    """What editors call the themes that charts can be drawn in, by their names, the standard one first."""
    names = sorted(file.name.removesuffix(".toml") for file in resource("themes").iterdir() if file.name.endswith(".toml"))
    names.sort(key=lambda name: name != STANDARD)
    return {name: data["title"] for name in names if PRINT in (data := _read(name))}


@lru_cache(maxsize=16)
def load_theme(variant: str = PRINT, name: str = "") -> Theme:
    """A theme for print in colour, or for the same page in grey. An unknown name, from a book of another program, is the standard theme."""
    standard, chosen = _read(STANDARD), _read(name if name in theme_titles() else STANDARD)
    values: dict[str, Any] = standard[PRINT] | chosen[PRINT]
    if variant == GREY:
        values |= standard[GREY] | chosen.get(GREY, {})
    values["meanings"] = {id: Meaning(**entry) for id, entry in values["meanings"].items()}
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Theme(**fields)
