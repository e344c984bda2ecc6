"""What the reader of submissions gives back: readings with their cells, and problems in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import Text, text

NOTHING_READ = ("rejected", "ignored")


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a submission.

    area: code of the area, "" when not known; region: its official name or what the sheet says. indicator: the catalogue's id when
    `matched`, else the heading as found. period: a period's code. raw: the text of the cell as received. why: how region,
    indicator, period and unit were come by, one sentence each. doubt: what has to be asked before it counts; None when certain.
    place: where it stands when cell and sheet do not tell: a page, a sentence, the mail or archive that its file came in.
    spoken: it is of a sentence, and counts only when somebody has held it against that. status: how far it is settled, by the words of a
    Status; basis: how growth was counted.
    """

    area: str
    region: str
    indicator: str
    item: str
    period: str
    measure: str
    amount: Amount
    sheet: str
    cell: str
    raw: str
    matched: bool = True
    formula: str = ""
    why: tuple[Text, ...] = ()
    doubt: Text | None = None
    place: Text | None = None
    spoken: bool = False
    status: str = "final"
    basis: str = ""

    def as_json(self) -> dict[str, Any]:
        """The reading as the command line prints it; value is the digits as printed, without separators."""
        return {
            "region": self.region,
            "indicator": self.indicator,
            "item": self.item,
            "period": self.period,
            "measure": self.measure.partition(":")[0],
            "of": self.measure.partition(":")[2],
            "value": f"{self.amount.value:f}",
            "unit": self.amount.unit.symbol,
            "qualifier": self.amount.qualifier,
            "basis": self.basis,
            "status": self.status,
            "sheet": self.sheet,
            "cell": self.cell,
            "place": str(self.place or ""),
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a file, or a cell of it, that a person should know. question: unit, year, region, heading or word when it can be
    answered once for the file; subject: what it is asked of (a heading, a sheet)."""

    message: Text
    sheet: str = ""
    cell: str = ""
    question: str = ""
    subject: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"message": str(self.message), "sheet": self.sheet, "cell": self.cell}


@dataclass(frozen=True, slots=True)
class TableExtent:
    """One table of a file: its sheet, its title, and the first and last rows and columns of its figures and their labels, from 0. source: what it
    says of where its figures were published, "" for nothing."""

    sheet: str
    title: str
    top: int
    bottom: int
    left: int
    right: int
    source: str = ""


@dataclass(frozen=True)
class FileReading:
    """Everything read from one file. status: read when every reading is certain; review when something has to be asked first; rejected when
    nothing can be read, and why is said; ignored when it lies among submissions and is none. shape: a fingerprint of its layout without its
    figures, by which answers are remembered.

    problems: the first one is the reason why a file waits or is rejected. place: the mail or archive that it came in, with its sender and day. Raises ValueError for a file that waits or is rejected for
    no reason, or that counts as read while a reading of it is in doubt.
    """

    file: str
    status: str
    area: str = ""
    region: str = ""
    year: int | None = None
    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    shape: str = ""
    digest: str = ""
    sheets: tuple[str, ...] = field(default=())
    tables: tuple[TableExtent, ...] = ()
    place: Text | None = None

    def __post_init__(self) -> None:
        if self.status != "read" and not self.problems:
            raise ValueError(f"{self.status} without a problem")
        if self.status == "read" and any(reading.doubt is not None for reading in self.readings):
            raise ValueError("read, with a reading in doubt")

    @property
    def reason(self) -> Text | None:
        """Why it waits or is rejected; None for a file that was read."""
        return None if self.status == "read" else self.problems[0].message

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "status": self.status,
            "region": self.region or None,
            "year": self.year,
            "readings": [reading.as_json() for reading in self.readings],
            "problems": [problem.as_json() for problem in self.problems],
            "place": str(self.place or ""),
        }

    def came_in(self, place: Text) -> FileReading:
        """The same of a file that came in a mail or an archive."""

        def inside(reading: Reading) -> Reading:
            within = text("{container}　{place}", container=place, place=reading.place) if reading.place else place
            return replace(reading, place=within)

        return replace(self, place=place, readings=tuple(map(inside, self.readings)))
