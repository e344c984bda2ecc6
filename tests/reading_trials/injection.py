"""One word put into one text of a sheet: does the reading change, does a question come, or is it silent?

Texts are found by where they stand about the figures, so that any folder of spreadsheets can be tried, not only made ones.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from random import Random

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import load_workbook as load_any

from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from tests.reading_trials.scoring import HEADING
from tests.reading_trials.sheets import Canvas, Value, write
from tests.reading_trials.vocabulary import NOISE_ABOVE
from tests.reading_trials.words import EVERYWHERE, PART, Word

Read = Callable[[Path], FileReading]
Cell = tuple[int, int]

WORDS_IN = re.compile(r"[A-Za-z\u4e00-\u9fff]")
LABELLED = re.compile(r".+[：:]")
UNIT_ALONE = re.compile(r"[（(]?(?:[百千万亿]*(?:元|美元|件|人次|人|吨|立方米|千瓦小时|千瓦时|辆|家|个)|万吨标准煤|%|‰)[)）]?")
NOT_IN_SHEET_NAMES = re.compile(r"[\\/*?:\[\]]")


class Answer(Enum):
    CHANGED = "changed"
    ASKED = "asked"
    NAMED = "in a name"
    LOST = "lost"
    SILENT = "silent"


@dataclass
class Source:
    """A file to put words into: its sheets, and how it was read before."""

    name: str
    sheets: list[Canvas]
    before: FileReading
    texts: str = ""

    def __post_init__(self) -> None:
        self.texts = (
            "\n".join(str(value) for canvas in self.sheets for value in (canvas.name, *canvas.cells.values())) + self.name
        )


@dataclass
class Tally:
    """answers: word and place to how often the reader did what. examples: silent ones, for people."""

    answers: dict[tuple[str, str], Counter[Answer]] = field(default_factory=dict)
    facets: dict[str, str] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)

    def add(self, word: Word, place: str, answer: Answer, example: str) -> None:
        name = f"{word.text}…" if word.before else word.text
        self.facets[name] = word.facet
        self.answers.setdefault((name, place), Counter())[answer] += 1
        if answer in (Answer.SILENT, Answer.LOST):
            self.examples.append(f"{answer.value}: {name} in {place}: {example}")

    def total(self, word: str = "", place: str = "") -> Counter[Answer]:
        found: Counter[Answer] = Counter()
        for (one, where), counts in self.answers.items():
            if word in ("", one) and place in ("", where):
                found.update(counts)
        return found


def silent_share(counts: Counter[Answer]) -> float:
    return (counts[Answer.SILENT] + counts[Answer.LOST]) / max(1, counts.total())


# -- sources


def source_of(path: Path, read: Read) -> Source | None:
    """A spreadsheet of any kind; None when nothing is read in it, or openpyxl and calamine do not open it."""
    before = read(path)
    if not before.readings:
        return None
    try:
        sheets = _canvases(path)
    except Exception:  # whatever a stranger's file makes a library raise
        return None
    return Source(path.stem + ".xlsx", sheets, before)


def _canvases(path: Path) -> list[Canvas]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        book = load_workbook(path, data_only=True)
        found = []
        for sheet in book.worksheets:
            canvas = Canvas(sheet.title)
            for cells in sheet.iter_rows():
                for cell in cells:
                    if cell.value is not None:
                        canvas.put(cell.row, cell.column, _value(cell.value), cell.number_format)
            canvas.merges = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges]
            found.append(canvas)
        return found
    book = load_any(str(path))
    found = []
    for name in book.sheet_names:
        canvas = Canvas(name)
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    canvas.put(row, column, _value(value))
        found.append(canvas)
    return found


def _value(value: object) -> Value:
    return value if isinstance(value, str | int | float | datetime) else str(value)


# -- places


def places_of(canvas: Canvas, figures: set[Cell]) -> dict[str, list[Cell]]:
    """Place to the texts that stand there, about the figures of a sheet. A sheet's name stands at 0, 0."""
    found: dict[str, list[Cell]] = {place: [] for place in EVERYWHERE}
    if not figures:
        return found
    found["sheet"] = [(0, 0)]
    rows = {row for row, _column in figures}
    columns = {column for _row, column in figures}
    first, last, left = min(rows), max(rows), min(columns)
    filled = Counter(row for (row, _column), value in canvas.cells.items() if value not in (None, ""))
    for (row, column), value in canvas.cells.items():
        if (
            (row, column) in figures
            or not isinstance(value, str)
            or not WORDS_IN.search(value)
            or UNIT_ALONE.fullmatch(value.strip())
        ):
            continue
        place = _place(row, column, value, rows, first, last, left, filled[row])
        if place and (place != "head" or column in columns) and value not in NOISE_ABOVE:
            found[place].append((row, column))
    return found


def _place(row: int, column: int, text: str, rows: set[int], first: int, last: int, left: int, filled: int) -> str:
    """Where a text stands; "" for heads over the stub and short words that stand alone. filled: cells of its row that hold anything."""
    if row > last:
        return "note"
    if row in rows:
        return "row"
    if row > first:
        return "section" if filled == 1 else "head"
    if LABELLED.match(text):
        return "line"
    if column >= left:
        return "head"
    return "title" if filled == 1 and len(text) > 4 else ""


# -- the trial


def put_in(word: Word, text: str, place: str, names: Iterable[str] = ()) -> str:
    """A text with the word in it, as somebody would write it. names: of indicators, before which some words stand."""
    if place == "note":
        return f"注：{word.note}。"
    if place == "line":
        return f"{text}　{word.text}"
    name = max((one for one in names if one and one in text), key=len, default="")
    if word.before and (name or word.facet == "nothing"):
        return text.replace(name, f"{word.text}{name}", 1)
    return f"{text}（{word.text}）"


def injected(source: Source, sheet: int, cell: Cell, place: str, word: Word) -> list[Canvas]:
    """The sheets with the word in one text; a note is a line of its own below everything."""
    sheets = [copy.copy(canvas) for canvas in source.sheets]
    canvas = sheets[sheet]
    canvas.cells = dict(canvas.cells)
    names = {one.indicator for one in source.before.readings}
    if place == "sheet":
        name = NOT_IN_SHEET_NAMES.sub("", put_in(word, canvas.name, place, names))
        canvas.name = name if len(name) <= 31 else name[-31:]
        return sheets
    canvas.cells[cell] = put_in(word, str(canvas.cells.get(cell, "")), place, names)
    return sheets


def signature(reading: Reading) -> tuple[str, ...]:
    """What a reading says, its name last."""
    said = {
        name: value for name, value in reading.as_json().items() if name not in ("sheet", "cell", "place", "indicator", "item")
    }
    return (*map(str, said.values()), reading.area, reading.measure, f"{reading.indicator}/{reading.item}")


def answer_to(
    before: FileReading, after: FileReading, sheet: int, names: Sequence[str], cell: Cell, place: str, word: Word
) -> Answer:
    """What the reader did about the word. names: of the sheets before; figures of the changed row, or of the whole sheet, count."""
    new = questions(after) - questions(before)
    others = [problem for problem in new.elements() if not _of_a_name(problem, before)]
    if others or (after.status == "rejected" and before.status != "rejected"):
        return Answer.ASKED
    renamed = {one.sheet for one in after.readings} - set(names)
    at = {(names[sheet] if one.sheet in renamed else one.sheet, one.cell): one for one in after.readings}
    changed = lost = named = False
    for one in before.readings:
        if len(names) > 1 and one.sheet != names[sheet]:
            continue
        if place == "row" and coordinate_to_tuple(one.cell)[0] != cell[0]:
            continue
        now = at.get((one.sheet, one.cell))
        if now is None:
            lost = True
        elif now.doubt is not None and one.doubt is None:
            return Answer.ASKED
        elif signature(now)[:-1] != signature(one)[:-1] or (now.matched and signature(now) != signature(one)):
            changed = True
        elif signature(now) != signature(one):
            named = True
    if changed:
        return Answer.CHANGED
    if lost:
        return Answer.LOST
    return Answer.NAMED if named else Answer.SILENT


def questions(file: FileReading) -> Counter[Problem]:
    return Counter(file.problems)


def _of_a_name(problem: Problem, before: FileReading) -> bool:
    """Whether it asks which indicator a heading is, and that was asked before too, of the heading as it was."""
    return problem.question == HEADING and any(one.question == HEADING and one.cell == problem.cell for one in before.problems)


def trials(
    sources: Sequence[Source], words: Sequence[Word], number: int, seed: int
) -> Iterator[tuple[Source, int, Cell, str, Word]]:
    """Each word in each of its places in turn, in a file by chance; fewer when no file has such a place."""
    random = Random(f"injection {seed}")
    turns = [(word, place) for word in words for place in word.places]
    done = 0
    for turn in range(number * 3):
        word, place = turns[turn % len(turns)]
        source = random.choice(sources)
        periods = "".join(one.period for one in source.before.readings)
        if word.text in source.texts or (word.needs == PART and ("M" not in periods or "C" in periods)):
            continue
        sheet, cell = _target(random, source, place)
        if cell is None:
            continue
        yield source, sheet, cell, place, word
        done += 1
        if done == number:
            return


def _target(random: Random, source: Source, place: str) -> tuple[int, Cell | None]:
    names = [canvas.name for canvas in source.sheets]
    read = {one.sheet for one in source.before.readings}
    there = [number for number, name in enumerate(names) if name in read or len(names) == 1]
    if not there:
        return 0, None
    sheet = random.choice(there)
    figures = {coordinate_to_tuple(one.cell) for one in source.before.readings if len(names) == 1 or one.sheet == names[sheet]}
    cells = places_of(source.sheets[sheet], figures)[place]
    if place == "note":
        cells = [(max(row for row, _column in source.sheets[sheet].cells) + 1, 1)]
    return sheet, random.choice(cells) if cells else None


def inject(sources: Sequence[Source], words: Sequence[Word], number: int, seed: int, folder: Path, read: Read) -> Tally:
    """Put words into texts of the sources, one at a time, and read each time."""
    tally = Tally()
    if not sources:
        return tally
    for source, sheet, cell, place, word in trials(sources, words, number, seed):
        path = folder / source.name
        sheets = injected(source, sheet, cell, place, word)
        write(sheets, path)
        after = read(path)
        path.unlink()
        names = [canvas.name for canvas in source.sheets]
        answer = answer_to(source.before, after, sheet, names, cell, place, word)
        text = sheets[sheet].name if place == "sheet" else sheets[sheet].cells[cell]
        tally.add(word, place, answer, f"{source.name} {names[sheet]} row {cell[0]} column {cell[1]}: {text!r}")
    return tally
