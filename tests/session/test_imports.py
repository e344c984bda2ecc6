"""Importing: a preview first, then one step; nothing is overwritten, nothing half stored."""

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.book.records import Alternative, AreaRecord, Origin, OriginKind, Submission
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.readings import FileReading, Reading
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import find_unit, unit_named
from ecdesk.session.book.desk import Desk, put_content
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions import imports
from ecdesk.session.submissions.arriving import read_arrived
from ecdesk.session.submissions.imports import (
    ImportPreview,
    LineOutcome,
    left_out,
    preview,
    settle_dispute,
    store,
    submission_files,
)
from ecdesk.session.submissions.plausibility import mistakes
from tests.books import write_sample_book

RETAIL = Key("网络零售额", "350000", "", "2018", "value")


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    import openpyxl

    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def fujian(
    path: Path, retail: object = 3616.7, goods: object = 2816.8, rural: object = 1384.9, year: int = 2018, unit: str = "亿元"
) -> Path:
    return sheet(
        path,
        (f"福建省{year}年电子商务统计表",),
        (f"单位：{unit}",),
        ("指标", f"{year}年", f"{year - 1}年", "同比增长（%）"),
        ("网络零售额", retail, None, 29.0),
        ("实物商品网络零售额", goods, None, 30.5),
        ("农村网络零售额", rural, None, 32.7),
    )


@pytest.fixture
def desk(tmp_path):
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        yield desk


def test_what_the_book_has_is_the_same_and_what_is_new_is_stored_with_a_receipt(desk, tmp_path):
    path = sheet(
        tmp_path / "福建.xlsx",
        ("福建省2018年电子商务统计表",),
        ("单位：亿元",),
        ("指标", "2018年", "2017年"),
        ("网络零售额", 3616.7, 2803.6),
        ("农产品网络零售额", 321.5, None),
    )
    before = desk.seq
    shown = finish(preview(desk, [path]))
    assert desk.seq == before
    assert [(line.reading.cell, line.outcome) for line in shown.files[0].lines] == [
        ("B4", LineOutcome.SAME),
        ("C4", LineOutcome.NEW),
        ("B5", LineOutcome.NEW),
    ]
    stored = store(desk, shown)
    assert [one.name for one in stored.stored] == ["福建.xlsx"]
    assert desk.seq == before + 1
    origin = desk.book.observation(Key("农产品网络零售额", "350000", "", "2018", "value")).origin
    submission = desk.book.get(Submission, origin.submission)
    assert isinstance(submission, Submission)
    assert (origin.cell, submission.area) == ("B5", "350000")
    assert desk.file.read_blob(submission.file) == path.read_bytes()
    desk.undo()
    assert desk.book.observation(Key("农产品网络零售额", "350000", "", "2018", "value")) is None


def test_a_figure_that_differs_becomes_a_dispute_and_overwrites_nothing(desk, tmp_path):
    stored = store(desk, finish(preview(desk, [fujian(tmp_path / "福建.xlsx", retail=3661.7)])))
    assert stored.fates[LineOutcome.DIFFERENT] == 1
    assert str(desk.book.observation(RETAIL).content.value) == "3616.7"
    (alternative,) = desk.book.all(Alternative).values()
    assert alternative.key == RETAIL
    settle_dispute(desk, alternative.id, take=True)
    assert str(desk.book.observation(RETAIL).content.value) == "3661.7"
    assert not desk.book.all(Alternative)


def test_a_figure_in_another_unit_or_rounding_is_the_same(desk, tmp_path):
    path = fujian(tmp_path / "福建.xlsx", retail=36167000, goods=28168000, rural=13849000, unit="万元")
    (file,) = finish(preview(desk, [path])).files
    assert file.count(LineOutcome.DIFFERENT) == 0
    assert not [one for one in file.warnings if one.cell]


def test_a_unit_slip_is_flagged_with_its_cause_and_not_corrected(desk, tmp_path):
    (file,) = finish(preview(desk, [fujian(tmp_path / "福建.xlsx", retail=36167000, goods=28168000, rural=13849000)])).files
    assert sum("单位" in str(problem.message) for problem in file.warnings) == 3
    assert file.lines[0].reading.amount.value == 36167000


def test_a_file_that_looks_mistaken_is_stored_only_when_somebody_has_looked_at_it(desk, tmp_path):
    previewed = finish(preview(desk, [fujian(tmp_path / "福建.xlsx", retail=36167000, goods=28168000, rural=13849000)]))
    (file,) = previewed.files
    left = store(desk, previewed)
    assert (left.stored, left.left_out, desk.seq) == ([], {file.path: file.warnings[0].message}, 0)
    assert store(desk, previewed, accept=[file.path]).stored == [file.path]


def test_a_file_of_another_year_is_asked_about(desk, tmp_path):
    path = fujian(tmp_path / "福建.xlsx", year=2017)
    (file,) = finish(preview(desk, [path])).files
    assert file.reading.status == "review"
    assert "2017" in str(file.refused)
    stored = store(desk, finish(preview(desk, [path])))
    assert stored.stored == []
    assert desk.seq == 0


def test_another_areas_file_is_flagged(desk, tmp_path):
    path = sheet(
        tmp_path / "江西.xlsx",
        ("江西省2018年电子商务统计表",),
        ("单位：亿元",),
        ("指标", "2018年"),
        ("网络零售额", 3616.7),
        ("实物商品网络零售额", 2816.8),
        ("农村网络零售额", 1384.9),
    )
    (file,) = finish(preview(desk, [path])).files
    assert any("福建" in str(problem.message) for problem in file.warnings)


ABSURD = [
    ("B4", 36167.0, "可能填错了单位"),  # ten times
    ("D4", 3616.7, "可能填错了列"),  # the level where growth stands
    ("B4", 29.0, "可能填错了单位"),  # growth where the level stands
    ("B4", 2803.6, "可能没有更新"),  # last year's
    ("B4", 3616.8, None),
    ("D4", 290.0, "可能填错了列"),
    ("D4", 29.4, None),
]


def test_a_figure_that_is_absurd_beside_the_book_is_asked_about_before_it_is_stored(desk, tmp_path):
    with desk.edit(text("上年")) as edit:
        last = Amount(Decimal("2803.6"), find_unit("亿元"))
        put_content(edit, RETAIL.moved(period="2017"), last, Origin(OriginKind.TYPED))
    for number, (cell, value, told) in enumerate(ABSURD):
        rows = [
            ["福建省2018年电子商务统计表"],
            ["单位：亿元"],
            ["指标", "2018年", None, "同比增长（%）"],
            ["网络零售额", 3616.7, None, 29.0],
        ]
        rows[3]["ABCD".index(cell[0])] = value
        (file,) = finish(preview(desk, [sheet(tmp_path / f"福建{number}.xlsx", *rows)])).files
        found = [str(problem.message) for problem in file.warnings if problem.cell == cell]
        assert any(told in message for message in found) if told else found == [], (cell, value, found)


SMALL = [("0.2", "0.1", "55"), ("2.4", "0.2", "1500"), ("0", "12.5", "-100"), ("0.0", "0.2", "-75")]


@pytest.mark.parametrize(("now", "before", "growth"), SMALL)
def test_growth_is_not_doubted_for_the_rounding_of_small_levels(desk, now, before, growth):
    def read(key: Key, words: str, unit: str) -> tuple[Key, Reading]:
        amount = Amount(Decimal(words), unit_named(unit))
        return key, Reading(key.area, "福建省", key.indicator, key.item, key.period, key.measure, amount, "表", "B4", words)

    placed = [read(RETAIL, now, "亿元"), read(RETAIL.moved(period="2017"), before, "亿元")]
    placed.append(read(RETAIL.moved(measure="growth"), growth, "%"))
    found = [str(one.message) for one in mistakes(desk.book, FileReading("福建.xlsx", "read"), placed)]
    assert not any("增速" in words for words in found)


def test_two_files_for_one_area_are_both_kept_and_said(desk, tmp_path):
    shown = finish(preview(desk, [fujian(tmp_path / "一.xlsx"), fujian(tmp_path / "二.xlsx", rural=1384.0)]))
    assert any("两份" in str(problem.message) for problem in shown.files[1].warnings)
    store(desk, shown)
    assert len(desk.book.all(Submission)) == 2
    assert len(desk.book.all(Alternative)) == 1


def test_a_refused_file_leaves_the_rest_of_the_batch_and_the_book_alone(desk, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    shown = finish(preview(desk, [broken, fujian(tmp_path / "福建.xlsx", rural=1400)]))
    stored = store(desk, shown)
    assert [one.name for one in stored.stored] == ["福建.xlsx"]
    assert [one.name for one in stored.left_out] == ["坏.xlsx"]


def test_a_file_that_changed_or_went_after_the_preview_is_left_out_alone(desk, tmp_path):
    path, gone = fujian(tmp_path / "福建.xlsx", rural=1400), fujian(tmp_path / "没了.xlsx", rural=1400)
    other = sheet(tmp_path / "湖南.xlsx", ("湖南省2018年",), ("单位：亿元",), ("指标", "2018年"), ("网络零售额", 2081.5))
    shown = finish(preview(desk, [path, gone, other]))
    fujian(path, rural=1500)
    gone.unlink()
    stored = store(desk, shown)
    assert stored.stored == [other]
    assert list(stored.left_out) == [path, gone] and "重新预览" in str(stored.left_out[path])
    assert [one.name for one in desk.book.all(Submission).values()] == ["湖南.xlsx"]
    desk.undo()
    stored = store(desk, ImportPreview(shown.files[:2]))
    assert (stored.stored, desk.seq) == ([], 2)


class Panic(BaseException):
    """What a library that is not written in Python raises; no `Exception`."""


def fails_on(name: str, error: BaseException, real: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which raises where an argument or what belongs to it is the file of that name."""

    def function(*arguments: Any) -> Any:
        if name in str(arguments):
            raise error
        return real(*arguments)

    return function


def make_fail(monkeypatch: pytest.MonkeyPatch, step: str, name: str, error: BaseException) -> None:
    """Have one step of an import raise for a file of that name: reading it, or one of what is done here."""
    where = imports.outside if step == "read_submission" else imports
    monkeypatch.setattr(where, step, fails_on(name, error, getattr(where, step)))


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("read_submission", RecursionError()),
        ("read_submission", MemoryError()),
        ("read_submission", Panic("坏")),
        ("_assessed", LookupError()),
        ("_store_line", ValueError("坏")),
    ],
)
def test_a_bug_in_one_file_is_that_files_result_and_is_kept(desk, tmp_path, monkeypatch, log, home, step, error):
    log.expect(rf"坏文件\.xlsx: {type(error).__name__}")
    bad = sheet(tmp_path / "坏文件.xlsx", ("湖南省2018年",), ("单位：亿元",), ("指标", "2018年"), ("网络零售额", 2081.5))
    good = fujian(tmp_path / "福建.xlsx", rural=1400)
    make_fail(monkeypatch, step, "坏文件", error)
    shown = finish(preview(desk, [bad, good]))
    stored = store(desk, shown, accept=[bad, good])
    assert stored.stored == [good]
    assert "程序出错" in str(stored.left_out[bad]) and type(error).__name__ in str(stored.left_out[bad])
    (report,) = (home / "crashes").iterdir()
    assert report.name in str(stored.left_out[bad])
    assert "in function" in report.read_text(encoding="utf-8") and type(error).__name__ in report.read_text(encoding="utf-8")
    assert [one.name for one in desk.book.all(Submission).values()] == ["福建.xlsx"]
    assert desk.book.observation(Key("网络零售额", "430000", "", "2018", "value")).origin.submission == ""
    desk.undo()
    assert not desk.book.all(Submission)


def test_a_file_that_fails_halfway_in_storing_leaves_nothing_of_itself(desk, tmp_path, monkeypatch, log):
    log.expect("坏文件")
    bad, good = fujian(tmp_path / "坏文件.xlsx", retail=3000, goods=2000), fujian(tmp_path / "福建.xlsx", rural=1400)
    real, calls = imports._store_line, []

    def second_time(*arguments: Any) -> None:
        calls.append(arguments)
        real(*arguments)
        if len(calls) == 2:
            raise ValueError("坏")

    monkeypatch.setattr(imports, "_store_line", second_time)
    stored = store(desk, finish(preview(desk, [bad, good])))
    assert (stored.stored, stored.fates[LineOutcome.DIFFERENT]) == ([good], 1)
    assert {one.origin.detail for one in desk.book.all(Alternative).values()} == {"福建.xlsx"}


@pytest.mark.parametrize(("step", "stop"), [("read_submission", KeyboardInterrupt()), ("_store_line", Cancelled())])
def test_stopping_an_import_stops_all_of_it(desk, tmp_path, monkeypatch, step, stop):
    make_fail(monkeypatch, step, "福建", stop)
    with pytest.raises(type(stop)):
        store(desk, finish(preview(desk, [fujian(tmp_path / "福建.xlsx", rural=1400)])))
    assert desk.seq == 0


def test_a_figure_given_twice_holds_back_its_own_file_only(desk, tmp_path):
    twice = sheet(
        tmp_path / "湖南.xlsx",
        ("湖南省2018年",),
        ("单位：亿元",),
        ("指标", "2018年"),
        ("网络零售额", 2081.5),
        ("网络零售额", 2091.5),
    )
    good = fujian(tmp_path / "福建.xlsx", rural=1400)
    shown = finish(preview(desk, [twice, good]))
    assert str(shown.files[0].refused) == "B5与B4说的是同一个指标，数却不同。"
    assert store(desk, shown).stored == [good]


def test_an_area_that_the_book_does_not_have_is_refused(desk, tmp_path):
    with desk.edit(text("清除内容")) as edit:
        edit.remove(AreaRecord, "350000")
    (file,) = finish(preview(desk, [fujian(tmp_path / "福建.xlsx")])).files
    assert file.refused is not None


def test_a_folder_gives_what_may_be_sent_and_nothing_from_outside(tmp_path):
    folder = tmp_path / "报送"
    folder.mkdir()
    fujian(folder / "福建.xlsx")
    (folder / "~$福建.xlsx").write_bytes(b"")
    (folder / "说明.txt").write_text("请各地按时报送。", encoding="utf-8")
    outside = fujian(tmp_path / "外面.xlsx")
    if sys.platform != "win32":  # links need a right there
        (folder / "链接.xlsx").symlink_to(outside)
    (folder / "情况.docx").write_bytes(b"PK\x03\x04")
    (folder / "旧书.ecd").write_bytes(b"SQLite format 3\x00")
    (folder / "程序.dll").write_bytes(b"MZ")
    (folder / "Thumbs.db").write_bytes(b"x")
    assert [path.name for path in submission_files([folder])] == ["情况.docx", "福建.xlsx", "说明.txt"]
    told = {path.name: reading for path, reading in left_out([folder, folder / "福建.xlsx"])}
    assert {name: reading.status for name, reading in told.items()} == {"旧书.ecd": "ignored", "程序.dll": "ignored"}
    assert "年报文件" in str(told["旧书.ecd"].reason) and "程序.dll" in str(told["程序.dll"].reason)
    read_there = {reading.file: reading.status for path in submission_files([folder]) for _path, reading in read_arrived(path)}
    assert read_there == {"情况.docx": "rejected", "福建.xlsx": "read", "说明.txt": "ignored"}
    for number in range(600):
        (folder / f"{number}.csv").write_text("x")
    with pytest.raises(UserError, match="603"):
        submission_files([folder])
    with pytest.raises(UserError, match="太长" if sys.platform != "win32" else "找不到"):  # where names may be longer
        submission_files([tmp_path / ("长" * 200)])
    with pytest.raises(UserError, match="没有这个"):
        submission_files([tmp_path / "没有这个.xlsx"])


def test_files_are_set_beside_the_book_one_a_step(desk, tmp_path, monkeypatch):
    read = finish(
        imports.read([fujian(tmp_path / f"福建{number}.xlsx") for number in range(3)], imports.reading_context(desk.book))
    )
    looked: list[Path] = []
    real = imports.assess_file
    monkeypatch.setattr(imports, "assess_file", lambda book, path, one: (looked.append(path), real(book, path, one))[1])
    assert [len(looked) for _step in imports.assess_in_steps(desk.book, read)] == [1, 2, 3]
