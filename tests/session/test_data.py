"""Figures as data: every figure of the book with its key and origin, every cell of its exhibits, and a package that describes them."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ecdesk.checks import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files.outgoing import looks_like_a_formula, unguarded
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.data import FIGURES, PACKAGE, export_data
from ecdesk.session.delivery.delivering import Which, chosen_exhibits
from ecdesk.session.delivery.documents import Choice
from ecdesk.session.delivery.printing import drawn_table
from ecdesk.session.new_books.sample import sample_records
from ecdesk.session.program.progress import finish
from ecdesk.session.tables.cells import enter
from tests.books import small_records
from tests.marked_books import marked_records


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[unguarded(field) for field in row] for row in csv.reader(file)]


def resources(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads((folder / PACKAGE).read_text("utf-8"))["resources"])


@pytest.mark.parametrize("name", ["report", "bulletin"])
def test_every_figure_and_every_cell_is_the_books(name: str, tmp_path: Path) -> None:
    book = Book()
    book.load(sample_records(name))
    done = finish(export_data(book, tmp_path / "a", findings=()))
    head, *rows = read(tmp_path / "a" / FIGURES)
    assert len(rows) == len(book.observations)
    for row in rows:
        line = dict(zip(head, row, strict=True))
        key = Key(*(line[part] for part in ("indicator", "area", "item", "period", "measure")))
        observation = book.observations[key]
        content = observation.content
        if isinstance(content, Amount):
            assert Decimal(line["value"]) == content.value and line["value"] == format(content.value, "f")
            assert (line["unit"], line["qualifier"], line["symbol"]) == (content.unit.symbol, content.qualifier, "")
        else:
            assert isinstance(content, Mark) and (line["value"], line["symbol"]) == ("", content.value)
        assert (line["status"], line["origin"], line["note"]) == (observation.status, observation.origin.kind, observation.note)
        printed = [book.exhibit(one).number for one, _row, _column in book.places(key)]
        assert line["exhibits"] == " ".join(dict.fromkeys(printed))
    chosen = chosen_exhibits(book, Which.PRINTED)
    told = resources(tmp_path / "a")
    assert (done.exhibits, done.files, len(told)) == (len(chosen), len(chosen) + 2, len(chosen) + 1)
    checker = Checker(book)
    for exhibit, resource in zip(chosen, told[1:], strict=True):
        table = drawn_table(checker, exhibit, grouping="")
        lines = read(tmp_path / "a" / resource["path"])
        assert [line[1:] for line in lines[1:]] == [[cell.text for cell in row] for row in table.cells]
        assert [line[0] for line in lines[1:]] == list(table.stubs)
        assert lines[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert (exhibit.caption in resource["title"], exhibit.source_line in resource["description"]) == (True, True)


def test_the_package_describes_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        typed = [(0, 0, "1234567.50"), (1, 0, "-3.2"), (2, 0, "约40"), (0, 2, "7.0"), (1, 2, "…"), (0, 1, "5.10")]
        enter(desk, "表1", typed)
        for name in ("a", "b"):
            finish(export_data(desk.book, tmp_path / name, findings=()))
    folder = tmp_path / "a"
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    told = resources(folder)
    assert files == sorted([PACKAGE, *(one["path"] for one in told)])
    for one in told:
        content = (folder / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        head, *rows = read(folder / one["path"])
        assert [field["name"] for field in one["schema"]["fields"]] == head and len(set(head)) == len(head)
        for field, cells in zip(one["schema"]["fields"], zip(*rows, strict=True), strict=True):
            if field["type"] == "number":
                assert all(Decimal(cell).is_finite() for cell in cells if cell not in one["schema"]["missingValues"])
    types = {field["name"]: field["type"] for field in told[1]["schema"]["fields"]}
    assert types == {
        "项目": "string",
        "交易额": "string",
        "同比(%)（%）": "number",
        "网络零售额": "number",
        "同比(%)（%） (2)": "number",
    }
    assert read(folder / told[1]["path"])[1] == ["北京", "1234567.50", "5.10", "7.0", ""]
    # Two of the same book are equal, and say that they are no final state.
    assert {path: (folder / path).read_bytes() for path in files} == {
        path: (tmp_path / "b" / path).read_bytes() for path in files
    }
    before = {path: (folder / path).read_bytes() for path in files}

    def full(*_arguments: Any, **_named: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with Desk.open(tmp_path / "a.ecd", read_only=True) as desk, pytest.raises(UserError, match="磁盘已满"):
        finish(export_data(desk.book, folder, findings=()))
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    package = json.loads((folder / PACKAGE).read_text("utf-8"))
    assert package["title"].endswith("未定稿")
    # A symbol that stands for two states is explained once.
    assert [line for line in package["description"].splitlines() if line.startswith("—")] == ["—：无该项数据或不适用"]


def test_no_text_is_a_formula_and_a_final_package_is_refused_while_anything_is_open(tmp_path: Path) -> None:
    book = Book()
    book.load(marked_records(lambda words, _place: "=1+1" + words))
    finish(export_data(book, tmp_path / "a", Choice(exhibits=Which.ALL), findings=()))
    for path in tmp_path.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [field for row in csv.reader(file) for field in row if looks_like_a_formula(field) and field[0] != "'"] == []
    with Desk.create(tmp_path / "b.ecd", small_records()) as desk:
        enter(desk, "表1", [(0, 0, "见注")])
        with pytest.raises(UserError, match="北京"):
            finish(export_data(desk.book, tmp_path / "b", Choice(final=True), findings=()))
    assert not (tmp_path / "b").exists()
