"""Every file that is handed out: whole or as it was before, with a plain sentence, whatever the disk does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ecdesk.charts import save_chart
from ecdesk.checks.engine.checker import Checker
from ecdesk.documents import read_document
from ecdesk.domain.book.findings import Finding, Level, Operand, Verdict
from ecdesk.domain.book.pairing import Pairing
from ecdesk.domain.book.records import Axis, Chart, ChartKind, Exhibit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import text
from ecdesk.excel.forms import write_form, write_query_letter
from ecdesk.gui.delivery.page_painter import export_pdf
from ecdesk.gui.versions.compare_page import Difference, write_differences
from ecdesk.prose import proof
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.documents import export_word
from ecdesk.session.delivery.exporting import export
from ecdesk.session.delivery.printing import printed_tables
from ecdesk.session.program.progress import finish
from ecdesk.session.proof.manuscripts import comment_copy, findings_csv, receive_manuscript, take_manuscript
from ecdesk.session.rules.results import write_findings
from ecdesk.session.tables.cells import enter
from ecdesk.session.versions.versions import write_comparison
from tests.books import small_records

ROOT = Path(__file__).resolve().parents[2]
CHART = Chart(ChartKind.BAR, Axis.ROWS, ("交易额",))
KEY = Key("网络零售额", "110000", "", "2018", "value")
FINDING = Finding(
    "a", "=规则a", "北京", Level.ERROR, Verdict.FAILS, text("不符。"), "1 ≠ 2", "1", "0", (Operand(KEY, "零售额", "1"),)
)
WORDS = "全市进出口总值240.0亿元。其中，出口总值149.1亿元；进口总值45.9亿元。"


class Office:
    """A small book with a manuscript, and everything that it hands out: what writes it, by the name of the file."""

    def __init__(self, folder: Path) -> None:
        import docx

        manuscript = docx.Document()
        manuscript.add_paragraph(WORDS)
        manuscript.save(str(folder / "文稿.docx"))
        records = [replace(one, chart=CHART) if isinstance(one, Exhibit) else one for one in small_records()]
        self.desk = Desk.create(folder / "年报.ecd", records, "张三")
        enter(self.desk, "表1", [(row, column, str(100.5 + row)) for row in range(4) for column in (0, 2)])
        self.draft = take_manuscript(self.desk, finish(receive_manuscript(folder / "文稿.docx")))
        self.proof = proof(read_document(folder / "文稿.docx"))
        self.findings = [FINDING]
        book = self.desk.book
        self.table = next(iter(printed_tables(Checker(book), book.exhibits(), THIN_SPACE).values()))
        self.row = Difference("comment", "c1", "added", "", "标签", "1", "2")

    def writers(self) -> dict[str, Callable[[Path], Any]]:
        book = self.desk.book
        return {
            "工作簿.xlsx": lambda path: finish(export(book, path, findings=self.findings)),
            "图表.docx": lambda path: finish(export_word(book, path, findings=self.findings)),
            "图表.pdf": lambda path: finish(export_pdf(book, path, findings=self.findings)),
            "图.svg": lambda path: save_chart(self.table, path),
            "图.pdf": lambda path: save_chart(self.table, path),
            "报送表.xlsx": lambda path: write_form(book, "110000", path),
            "查询函.xlsx": lambda path: write_query_letter(book, "110000", self.findings, path),
            "比较.xlsx": lambda path: finish(write_comparison(path, ["差异"] * 6, [], Pairing(book, book), ("前", "后"))),
            "比较.csv": lambda path: write_differences([self.row], path),
            "审核.xlsx": lambda path: finish(write_findings(self.desk, self.findings, {}, path)),
            "审核.csv": lambda path: finish(write_findings(self.desk, self.findings, {}, path)),
            "核稿.csv": lambda path: findings_csv(self.proof, path),
            "批注.docx": lambda path: finish(comment_copy(self.desk, self.draft, self.proof, path)),
        }


@pytest.fixture
def office(tmp_path: Path, qapp: Any) -> Any:
    office = Office(tmp_path)
    yield office
    office.desk.close()


def test_a_full_disk_leaves_every_old_file_as_it_was(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "交付"
    folder.mkdir()
    for name, write in office.writers().items():
        write(folder / name)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == {*office.writers(), "工作簿-审核结果.xlsx"} and all(before.values())

    def full(*_arguments: Any, **_named: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for name, write in office.writers().items():
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(UserError) as refusal:
                write(folder / name)
        assert str(refusal.value) == f"“{name}”没有写成：磁盘已满，请腾出空间后再试。"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_only_a_pdf_needs_room_outside_of_its_folder(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writers = office.writers()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    for name in ("工作簿.xlsx", "图表.docx", "图表.pdf", "报送表.xlsx", "比较.xlsx", "图.svg", "核稿.csv", "批注.docx"):
        writers[name](tmp_path / name)
    with pytest.raises(UserError, match="临时文件夹"):
        writers["图.pdf"](tmp_path / "图.pdf")


LIMITED = """
import resource, sys
from ecdesk.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of this kind are Unix's")
def test_a_limit_of_the_size_of_files_is_a_sentence(office: Office, tmp_path: Path) -> None:
    path, old = tmp_path / "交付" / "交付.xlsx", b"old"
    path.parent.mkdir()
    path.write_bytes(old)
    command = [sys.executable, "-c", LIMITED, "export", str(office.desk.path), str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "“交付.xlsx”没有写成：超过了系统或磁盘允许的文件大小" in ended.stderr and "Traceback" not in ended.stderr
    assert (ended.returncode, path.read_bytes()) == (1, old)
    assert [one.name for one in path.parent.iterdir()] == ["交付.xlsx"]
