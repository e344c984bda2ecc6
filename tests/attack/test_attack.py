"""The audit works: a few tries of each attack find nothing, and a fault that is there is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from tests.attack.crafting import crafted
from tests.attack.promises import faults_of_book, faults_of_outputs, left_about, state_of
from tests.attack.samples import samples
from tests.attack.tally import Tally, row
from tests.books import small_records
from tests.import_graph import ROOT
from tests.tools.attack import ATTACKS

FEW = {"kills": 2, "window": 1, "torn": 6, "calls": 2, "books": 3, "races": 60, "disks": 2}
"""What takes longer even once, and files, of which the readers' own tests try as many, are left to ``dev.py attack``."""


@pytest.mark.skipif(sys.platform == "win32", reason="they fork and kill")
def test_a_few_tries_of_each_find_nothing() -> None:
    names = [argument for name, tries in FEW.items() for argument in (f"{name}={tries}",)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.attack", *names, "--seed", "7"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition(" ")[0] for line in done.stdout.splitlines()[1:]] == list(FEW)


def test_each_attack_is_where_the_table_says() -> None:
    for size in ATTACKS.values():
        module = ROOT / "tests" / "attack" / f"{size.function.partition('.')[0]}.py"
        assert f"def {size.function.partition('.')[2]}(" in module.read_text(encoding="utf-8")


def test_a_row_counts_tries_outcomes_and_faults() -> None:
    tally = Tally()
    tally.tried("opened")
    tally.tried("opened", ["gone"], "the second")
    tally.tried("refused")
    assert row("books", tally, 3.4) == "books     |      3 | opened 2, refused 1 | 1 | 3 s"
    assert tally.faults == ["the second: gone"]
    assert "no gcc" in row("calls", Tally(skipped="no gcc"), 0)


def test_files_are_crafted_against_each_reader(tmp_path: Path) -> None:
    made = [name.rpartition(".")[2] for name, _content in crafted(samples(tmp_path / "samples"))]
    assert len(made) == ATTACKS["crafted"].long
    assert set(made) == {"xlsx", "xls", "xlsb", "ods", "csv", "docx", "txt", "md", "eml", "zip", "pdf"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "年报.ecd"
    with Desk.create(path, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1")])
    return path


def test_a_step_that_is_gone_and_a_state_that_is_another_are_faults(book: Path) -> None:
    with Desk.open(book, "张三", read_only=True) as desk:
        seq, mark = state_of(desk)
    assert faults_of_book(book, (seq, mark)) == []
    assert faults_of_book(book, (seq + 9, mark)) == [f"step {seq + 9} was saved, {seq + 2} is there"]
    assert faults_of_book(book, (seq + 4, "other")) == [f"after step {seq + 4} the book is another than was saved"]
    assert faults_of_book(book.with_name("none.ecd"), (0, "")) == ["none.ecd is gone"]
    with Desk.open(book, "李四"):
        assert "is kept from its owner" in faults_of_book(book, None)[0]
    book.write_bytes(book.read_bytes()[:9000])
    assert "does not open" in faults_of_book(book, None)[0]


def test_what_is_written_in_part_and_what_is_left_are_faults(book: Path) -> None:
    folder = book.parent
    assert faults_of_outputs(folder, []) == [] and left_about(folder, frozenset()) == []
    (folder / "a.xlsx").write_bytes(b"PK")
    (folder / "b.tmp").write_bytes(b"")
    assert "a.xlsx is there in part" in faults_of_outputs(folder, ["c.csv"])
    assert "c.csv was written and is gone" in faults_of_outputs(folder, ["c.csv"])
    assert left_about(folder, frozenset()) == ["b.tmp is left lying about"]
