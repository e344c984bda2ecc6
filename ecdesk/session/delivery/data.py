"""Handing out figures as data: a file of all of them with their keys and origins, one for each exhibit, and what they hold as a
Frictionless data package (``datapackage.json``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.checks import Checker, Last
from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, title_of
from ecdesk.domain.book.records import Exhibit, Indicator, Item, Observation, Submission
from ecdesk.domain.book.tables import Table
from ecdesk.domain.figures.amounts import Mark, Unparsed
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.symbols import meaning_of
from ecdesk.domain.files.filenames import unlike_file_names
from ecdesk.domain.files.outgoing import csv_bytes
from ecdesk.domain.files.whole_files import made_folder, write_whole
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.session.delivery.certificates.certificate import FileKind
from ecdesk.session.delivery.certificates.certifying import Certifier, Printed, WrittenFile
from ecdesk.session.delivery.certificates.figures import content_fields
from ecdesk.session.delivery.delivering import chosen_exhibits
from ecdesk.session.delivery.documents import Choice, Delivered, findings_for
from ecdesk.session.delivery.editions.english import check_printed, names_in
from ecdesk.session.delivery.printing import drawn_table
from ecdesk.session.program.progress import Job, Progress, for_readers

FIGURES, PACKAGE = "figures.csv", "datapackage.json"
NUMBER, STRING = "number", "string"
_A_STEP = 5_000
"""Figures after which progress is told."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the file of figures: its name, its type, what it holds."""

    name: str
    type: str
    description: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "type": self.type, "description": self.description}


def _fields() -> tuple[_Field, ...]:
    return (
        _Field("indicator", STRING, tr("指标的编号")),
        _Field("indicator_name", STRING, tr("指标")),
        _Field("area", STRING, tr("地区代码（GB/T 2260）")),
        _Field("area_name", STRING, tr("地区")),
        _Field("item", STRING, tr("分组项的编号，没有分组的为空")),
        _Field("item_name", STRING, tr("分组项")),
        _Field("period", STRING, tr("时期，如 2018、2018Q3、2018M06、2018C06（1—6月）")),
        _Field("measure", STRING, tr("量：数值 value、同比 growth、环比 growth_prev、占比 share 等")),
        _Field("value", NUMBER, tr("数值，小数位数与印出的一样")),
        _Field("unit", STRING, tr("单位")),
        _Field("qualifier", STRING, tr("数前后的词，如约、超")),
        _Field("symbol", STRING, tr("没有数时是什么情形")),
        _Field("status", STRING, tr("状态：final 定稿、preliminary 初步、revised 修订、estimate 估计、forecast 预测")),
        _Field("basis", STRING, tr("口径，空的为名义")),
        _Field("origin", STRING, tr("来历：typed 录入、imported 报送、computed 推算、published 公布、carried 沿用上期")),
        _Field("source", STRING, tr("出处：公布的地方，或报送文件、工作表和单元格，或算式")),
        _Field("entered_by", STRING, tr("录入或采用的人")),
        _Field("raw", STRING, tr("原文")),
        _Field("note", STRING, tr("附注")),
        _Field("exhibits", STRING, tr("印在哪些图表")),
    )


@for_readers
def export_data(
    book: Book, folder: Path, choice: Choice | None = None, findings: Sequence[Finding] | None = None, last: Last = None
) -> Job[Delivered]:
    """Write the figures of a book and the tables of exhibits into a folder. A window hands in ``book.snapshot()``.

    Every file is whole or as it was; what belongs together says the package, which is written last and holds the size and digest of each.
    Raises UserError where a file cannot be written, and where a final delivery is refused.
    """
    choice = choice or Choice()
    chosen = chosen_exhibits(book, choice.exhibits, choice.part)
    yield Progress(0, 0, text("准备各表…"))
    checker = Checker(book, last=last)
    found = findings_for(book, choice, findings, last, checker)
    files: dict[str, tuple[bytes, dict[str, Any]]] = {}
    rows = yield from _figure_rows(book)
    names = [field.name for field in _fields()]
    content = csv_bytes(names, rows)
    files[FIGURES] = (content, _described(FIGURES, "figures", tr("全部数"), [field.as_json() for field in _fields()]))
    tables: list[Table] = []
    certified = [WrittenFile(folder / FIGURES, FileKind.FIGURES), WrittenFile(folder / PACKAGE, FileKind.DESCRIPTION)]
    for done, (exhibit, name) in enumerate(zip(chosen, _file_names(chosen), strict=True), start=1):
        yield Progress(done, len(chosen), text("写出 {sheet}", sheet=exhibit.number or exhibit.caption))
        tables.append(drawn_table(checker, exhibit, grouping=""))
        printed = PrintedExhibit(tables[-1])
        files[name] = _exhibit_file(book, printed, name, done)
        certified.append(WrittenFile(folder / name, FileKind.TABLE, printed.title))
    if choice.final:
        check_printed(book, tables)
    made_folder(folder / "exhibits")
    for name, (content, _told) in files.items():
        write_whole(folder / name, content)
    write_whole(folder / PACKAGE, _package(book, files, draft=not choice.final))
    certificate = None
    if choice.final:
        on_paper = Printed(tables, others=sorted(book.observations))
        certificate = yield from Certifier(checker, found, choice.by).certify(folder, certified, on_paper)
    return Delivered(folder, len(chosen), len(waivers.obstacles(found)), files=len(files) + 1, certificate=certificate)


def _figure_rows(book: Book) -> Job[list[list[str]]]:
    """All figures of a book in the order of their keys, with a progress now and then."""
    rows: list[list[str]] = []
    count = len(book.observations)
    numbers = {exhibit.id: exhibit.number or exhibit.caption for exhibit in book.exhibits()}
    say = names_in(book)
    for key in sorted(book.observations):
        rows.append(_figure_row(book, book.observations[key], numbers, say))
        if len(rows) % _A_STEP == 0:
            yield Progress(len(rows), count, text("写出 {sheet}", sheet=FIGURES))
    return rows


def _figure_row(book: Book, observation: Observation, numbers: Mapping[str, str], say: Callable[[str], str]) -> list[str]:
    key, content, origin = observation.key, observation.content, observation.origin
    submission = book.get(Submission, origin.submission) if origin.submission else None
    places = (_name(submission), origin.sheet, origin.cell, origin.detail)
    return [
        key.indicator,
        say(_name(book.indicator(key.indicator))),
        key.area,
        say(_name(book.area(key.area))),
        key.item,
        say(_name(book.item(key.item))),
        key.period,
        key.measure,
        *content_fields(content),
        observation.status.value,
        observation.basis,
        origin.kind.value,
        " ".join(filter(None, places)),
        origin.by,
        content.text if isinstance(content, Unparsed) else origin.raw,
        observation.note,
        " ".join(dict.fromkeys(numbers[exhibit] for exhibit, _row, _column in book.places(key))),
    ]


def _name(record: Indicator | Area | Item | Submission | None) -> str:
    return record.name if record is not None else ""


def _file_names(exhibits: Sequence[Exhibit]) -> Iterator[str]:
    """Where the exhibits stand in the folder, no two alike."""
    names = unlike_file_names(exhibit.number_and_caption or exhibit.id for exhibit in exhibits)
    return (f"exhibits/{name}.csv" for name in names)


def _exhibit_file(book: Book, exhibit: PrintedExhibit, path: str, number: int) -> tuple[bytes, dict[str, Any]]:
    """A table as a file, a line of headings above its rows, and what the package tells of it."""
    table = exhibit.table
    heads = ["·".join((*column.groups, head)) for column, head in zip(table.columns, table.heads, strict=True)]
    names = _unlike([exhibit.corner or tr("项目"), *heads])
    rows = [[row.stub, *row.cells] for row in exhibit.rows()]
    symbols = sorted({book.symbols.of(mark) for mark in Mark} - {""})
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    kinds = [STRING, *(_kind(cells, symbols) for cells in columns[1:])]
    fields = [{"name": name, "type": kind} for name, kind in zip(names, kinds, strict=True)]
    told = _described(path, f"exhibit-{number}", exhibit.title, fields)
    told["schema"]["missingValues"] = ["", *symbols]
    about = [exhibit.unit_line, *exhibit.notes, exhibit.source]
    told["description"] = "\n".join(filter(None, about))
    return csv_bytes(names, rows), told


def _unlike(names: Sequence[str]) -> list[str]:
    """Names of columns, no two alike."""
    found: list[str] = []
    for name in names:
        own, copy = name, 2
        while own in found:
            own, copy = f"{name} ({copy})", copy + 1
        found.append(own)
    return found


def _kind(cells: Sequence[str], symbols: Sequence[str]) -> str:
    """The type of a column: numbers where each of its cells is one, or says why there is none."""
    return NUMBER if all(cell in ("", *symbols) or _is_plain(cell) for cell in cells) else STRING


def _is_plain(cell: str) -> bool:
    return cell.isascii() and parse_number(cell) is not None and cell[-1:].isdigit()


def _described(path: str, name: str, title: str, fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": list(fields), "missingValues": [""]},
    }


def _package(book: Book, files: Mapping[str, tuple[bytes, dict[str, Any]]], draft: bool) -> bytes:
    """What the folder holds. Nothing in it tells when it was written: two of the same book are equal."""
    resources = [
        {**told, "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for content, told in files.values()
    ]
    state = tr("未定稿") if draft else tr("定稿")
    meanings: dict[str, list[str]] = {}
    for mark in Mark:
        meanings.setdefault(book.symbols.of(mark) or tr("空"), []).append(meaning_of(mark))
    symbols = [f"{symbol}：{tr('或').join(meant)}" for symbol, meant in meanings.items()]
    office = book.setting("organisation")
    package = {
        "profile": "tabular-data-package",
        "name": "ecdesk-figures",
        "title": title_of(book.title, state),
        "description": "\n".join([tr("数和表里的符号："), *symbols]),
        **({"contributors": [{"title": office, "role": "publisher"}]} if office else {}),
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8")
