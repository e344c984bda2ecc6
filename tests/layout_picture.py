"""The picture of the layout, ``docs/architecture.svg``, drawn from the imports: ``python dev.py picture``.

The bands are the layers of the contract in pyproject.toml, the boxes packages with their rooms (folders), the words the first sentence
of each package's docstring. An arrow is an import that no other way down implies; what is imported besides stands in the box. There are
no counts in it, so that it changes only when the layout does.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.import_graph import PACKAGE, ROOT, imports, modules, name_of

PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, MARGIN, GAP, BETWEEN = 1100, 20, 12, 36
PAD, LINE, CHARACTER, NARROWEST = 10, 15, 6.1, 150
STYLE = (
    "text{font-family:'Segoe UI','DejaVu Sans',sans-serif;font-size:11px;fill:#333}"
    ".name{font-size:15px;font-weight:bold;fill:#1d3557}.room-name{font-weight:bold;fill:#1d3557}"
    ".also{fill:#777;font-style:italic}.box{fill:#eef3f8;stroke:#7d93ab}.room{fill:#fff;stroke:#b8c6d4}"
    ".arrow{stroke:#5b7793;fill:none;marker-end:url(#head)}"
)


@dataclass(frozen=True)
class Box:
    """A package or a room, and where its imports go. names: the modules or packages it stands for."""

    title: str
    names: tuple[str, ...]
    words: str
    rooms: tuple[Box, ...] = ()
    also: str = ""

    def holds(self, module: str) -> bool:
        return any(module == name or module.startswith(name + ".") for name in self.names)


def first_sentence(path: Path) -> str:
    """Of a module's docstring, without the marks of code."""
    words = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    return " ".join(words.split()).replace("``", "").replace("`", "")


def bands() -> list[list[Box]]:
    """The layers from the top down, each with its packages; modules that are a layer of their own share the first band."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]  # the second is about the rooms of the window
    single: list[str] = []
    found: list[list[Box]] = []
    for layer in contract["layers"]:
        names = [name.strip() for name in layer.split("|")]
        if all((ROOT / (name.replace(".", "/") + ".py")).exists() for name in names):
            single += names
        else:
            found.append([package_box(name) for name in names])
    words = "The command line: which commands there are, and what each does."
    top = Box(" · ".join(name.rpartition(".")[2] for name in single), tuple(single), words)
    return [[top], *found]


def package_box(name: str) -> Box:
    folder = ROOT / name.replace(".", "/")
    inside = sorted(path.parent for path in folder.glob("*/__init__.py"))
    rooms = [Box(path.name, (f"{name}.{path.name}",), first_sentence(path / "__init__.py")) for path in inside]
    uses = {room.title: imported(room, rooms) for room in rooms}
    told = tuple(Box(r.title, r.names, r.words, (), listed("uses", uses[r.title])) for r in rooms)
    return Box(name.rpartition(".")[2], (name,), first_sentence(folder / "__init__.py"), told)


def imported(box: Box, others: Iterable[Box]) -> list[str]:
    """The titles of the other boxes that this one imports, in their order."""
    wanted = {name for path in modules() if box.holds(name_of(path)) for name in imports(path)}
    return [other.title for other in others if other.names != box.names and any(other.holds(name) for name in wanted)]


def listed(word: str, titles: Iterable[str]) -> str:
    return f"{word} " + ", ".join(titles) if titles else ""


def arrows(uses: dict[str, list[str]]) -> dict[str, list[str]]:
    """The imports without those that a longer way down implies."""

    def reached(title: str) -> set[str]:
        return {far for near in uses[title] for far in (near, *reached(near))}

    return {title: [one for one in near if not any(one in reached(two) for two in near)] for title, near in uses.items()}


class Drawing:
    def __init__(self) -> None:
        self.shapes: list[str] = []

    def text(self, x: float, y: float, words: str, kind: str = "") -> None:
        self.shapes.append(f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>')

    def rectangle(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        self.shapes.append(f'<rect class="{kind}" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="5"/>')


def lines_of(words: str, width: float) -> list[str]:
    return textwrap.wrap(words, max(int((width - 2 * PAD) / CHARACTER), 8)) if words else []


def height_of(box: Box, width: float) -> float:
    """What a box needs: its name, its words, its rooms side by side, and what else it imports."""
    own = 24 + LINE * (len(lines_of(box.words, width)) + len(lines_of(box.also, width)))
    if not box.rooms:
        return own + PAD / 2
    return own + rooms_height(box, width) + 2 * PAD


def shelves(box: Box, width: float) -> tuple[list[tuple[Box, ...]], float]:
    """The rooms in rows, as many side by side as have room for words, and the width of one."""
    inner = width - 2 * PAD
    across = min(max(int((inner + GAP) / (NARROWEST + GAP)), 1), len(box.rooms))
    rows = [box.rooms[start : start + across] for start in range(0, len(box.rooms), across)]
    return rows, (inner - GAP * (across - 1)) / across


def rooms_height(box: Box, width: float) -> float:
    rows, one = shelves(box, width)
    return sum(max(height_of(room, one) for room in row) for row in rows) + GAP * (len(rows) - 1)


def draw_box(drawing: Drawing, box: Box, x: float, y: float, width: float, height: float, kind: str = "box") -> None:
    drawing.rectangle(x, y, width, height, kind)
    y += 19
    drawing.text(x + PAD, y, box.title, "name" if kind == "box" else "room-name")
    for line in lines_of(box.words, width):
        y += LINE
        drawing.text(x + PAD, y, line)
    for line in lines_of(box.also, width):
        y += LINE
        drawing.text(x + PAD, y, line, "also")
    if box.rooms:
        rows, one = shelves(box, width)
        y += PAD
        for row in rows:
            tall = max(height_of(room, one) for room in row)
            for place, room in enumerate(row):
                draw_box(drawing, room, x + PAD + place * (one + GAP), y, one, tall, "room")
            y += tall + GAP


def picture() -> str:
    """The SVG text."""
    rows = bands()
    boxes = [box for row in rows for box in row]
    uses = {box.title: imported(box, boxes) for box in boxes}
    drawn = arrows(uses)
    for row in rows:
        for place, box in enumerate(row):
            also = [title for title in uses[box.title] if title not in drawn[box.title]]
            row[place] = Box(box.title, box.names, box.words, box.rooms, listed("also uses", also))
    drawing, y = Drawing(), float(MARGIN)
    middle: dict[str, tuple[float, float, float]] = {}
    for row in rows:
        width = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        height = max(height_of(box, width) for box in row)
        for place, box in enumerate(row):
            x = MARGIN + place * (width + GAP)
            draw_box(drawing, box, x, y, width, height)
            middle[box.title] = x + width / 2, y, y + height
        y += height + BETWEEN
    lines = []
    for title, targets in drawn.items():
        for target in targets:
            (from_x, _, from_y), (to_x, to_y, _) = middle[title], middle[target]
            half = (from_y + to_y) / 2
            lines.append(
                f'<path class="arrow" d="M{from_x:.0f} {from_y:.0f}C{from_x:.0f} {half:.0f} {to_x:.0f} {half:.0f} {to_x:.0f} {to_y - 2:.0f}"/>'
            )
    head = '<marker id="head" markerWidth="8" markerHeight="8" refX="6" refY="3" orient="auto"><path d="M0 0L6 3L0 6z" fill="#5b7793"/></marker>'
    size = f'width="{WIDTH}" height="{y - BETWEEN + MARGIN:.0f}" viewBox="0 0 {WIDTH} {y - BETWEEN + MARGIN:.0f}"'
    ground = f'<rect width="{WIDTH}" height="{y - BETWEEN + MARGIN:.0f}" fill="#fff"/>'
    parts = [f"<style>{STYLE}</style>", f"<defs>{head}</defs>", ground, *lines, *drawing.shapes]
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n' + "\n".join(parts) + "\n</svg>\n"


def main() -> None:
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
    print(PICTURE.relative_to(ROOT), f"({PACKAGE.name})")


if __name__ == "__main__":
    main()
