"""The command line through `ecdesk.cli.main`: what goes to stdout, what to stderr, and the exit codes."""

from __future__ import annotations

import errno
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import ecdesk
from ecdesk.cli import build_parser, commands, main, nobody_reads, with_command
from ecdesk.domain.book.records import Submission
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import set_language
from ecdesk.session.book.desk import Desk
from ecdesk.session.submissions import imports
from ecdesk.session.tables import cells
from ecdesk.session.versions.versions import load_book
from tests.books import small_records
from tests.documents.test_documents import docx_file

ROOT = Path(__file__).resolve().parents[1]


def test_the_commands_are_those_that_were_agreed() -> None:
    agreed = ["open", "sample", "new", "read", "import", "forms", "check", "proof", "sentences", "export"]
    agreed += ["compare", "merge", "verify"]
    assert [command.name for command in commands()] == agreed


def test_without_a_command_the_window_opens() -> None:
    assert build_parser().parse_args([]).command == "open"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["sample"],
        ["new", "a.ecd"],
        ["new", "a.ecd", "--from", "b", "--year", "x"],
        ["new", "a.ecd", "--year", "2019", "--period", "2016Q1"],
        ["check", "a.ecd", "--nonsense"],
    ],
)
def test_wrong_usage_exits_2_with_a_message_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "命令用法不对" in shown.err
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", shown.err.splitlines()[-1]), "argparse's own English"


@pytest.mark.parametrize("arguments", [["--json", "check", "a.ecd"], ["check", "a.ecd", "--json"], ["check", "--json", "a.ecd"]])
def test_json_may_stand_before_or_after_the_command(arguments: list[str]) -> None:
    assert build_parser().parse_args(arguments).json is True


def test_help_is_in_the_chosen_language() -> None:
    assert "打开窗口" in build_parser().format_help()
    set_language("en")
    assert "open the window" in build_parser().format_help()


def test_the_module_prints_utf8_whatever_the_console_says_and_on_windows_what_the_next_program_reads() -> None:
    done = subprocess.run([sys.executable, "-X", "utf8=0", "-m", "ecdesk", "--help"], cwd=ROOT, capture_output=True, check=True)
    assert "统计年报编辑台" in done.stdout.decode("mbcs" if sys.platform == "win32" else "utf-8")


def json_of(capsys: pytest.CaptureFixture[str]) -> Any:
    """The one JSON document on stdout."""
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def book_of_the_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("样例 年报") / "中国电子商务报告 2018.ecd"
    assert main(["sample", str(path)]) == 0
    return path


@pytest.fixture
def book(book_of_the_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample book under a path with Chinese characters and spaces."""
    folder = tmp_path / "我的 年报"
    folder.mkdir()
    return Path(shutil.copy(book_of_the_sample, folder / "全国 2018.ecd"))


def change(path: Path, who: str, exhibit: str, entries: list[tuple[int, int, str]]) -> None:
    with Desk.open(path, who) as desk:
        assert cells.enter(desk, exhibit, entries).changed


def first_table(path: Path) -> str:
    return load_book(path).exhibits()[0].id


def test_sample_writes_the_book_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "本.ecd"
    assert main(["--json", "sample", str(path)]) == 0
    assert json_of(capsys)["year"] == 2018
    before = path.read_bytes()
    assert main(["--json", "sample", str(path)]) == 1
    shown = capsys.readouterr()
    assert "本.ecd" in json.loads(shown.out)["error"]
    assert "本.ecd" in shown.err
    assert path.read_bytes() == before


def test_new_without_last_year_makes_a_blank_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "杭州.ecd"
    assert main(["new", str(target), "--year", "2026", "--title", "杭州市电子商务报告2026", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["title"], document["year"]) == ("杭州市电子商务报告2026", 2026)
    assert main(["check", str(target)]) == 0
    assert main(["new", str(target), "--year", "2026"]) == 1


@pytest.mark.parametrize("period", ["", "2018年13月", "2018年2月30日", "2018Q5"])
def test_new_refuses_a_period_that_is_none_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str], period: str) -> None:
    target = tmp_path / "x.ecd"
    assert main(["new", str(target), "--period", period]) == 1
    said = capsys.readouterr().err
    assert f"没有看懂时期“{period}”" in said and not target.exists()


def test_new_makes_next_years_book(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "2019.ecd"
    assert main(["new", str(target), "--from", str(book), "--year", "2019", "--json"]) == 0
    assert json_of(capsys)["year"] == 2019
    assert load_book(target).year == 2019
    assert main(["new", str(tmp_path / "2017.ecd"), "--from", str(book), "--year", "2017"]) == 1


def test_compare_lists_what_differs(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Path(shutil.copy(book, tmp_path / "二.ecd"))
    assert main(["compare", str(book), str(other)]) == 0
    change(other, "李四", first_table(other), [(0, 0, "1.23")])
    capsys.readouterr()
    assert main(["compare", "--json", str(book), str(other)]) == 1
    (difference,) = json_of(capsys)["differences"]
    assert (difference["change"], difference["after"]) == ("changed", "1.23万亿元")


def test_verify_compares_what_was_delivered_with_its_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    path, target = tmp_path / "本.ecd", tmp_path / "成品.xlsx"
    with Desk.create(path, small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "123.5")])
    assert main(["export", str(path), str(target), "--final", "--json"]) == 0
    certificate = json_of(capsys)["certificate"]
    assert main(["verify", certificate, str(target)]) == 0
    assert "与交付时完全一样" in capsys.readouterr().out
    workbook = openpyxl.load_workbook(target)
    cell = next(cell for row in workbook["表1-1"].iter_rows() for cell in row if cell.value == 123.5)
    cell.value = 132.5
    workbook.save(target)
    assert main(["verify", certificate, str(target), "--json"]) == 1
    (file,) = json_of(capsys)["files"]
    (difference,) = file["differences"]
    assert file["verdict"] == "differs" and (difference["row"], difference["column"]) == ("北京", "交易额")
    assert (difference["certified"], difference["found"]) == ("123.5", "132.5")
    assert main(["verify", str(target), certificate]) == 1
    assert "不是审核证书" in capsys.readouterr().err


def test_merge_takes_the_copys_changes_and_keeps_what_clashes(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copy(book, tmp_path / "副本.ecd"))
    table = first_table(book)
    change(copy, "李四", table, [(0, 0, "1.1"), (1, 0, "2.2")])
    change(book, "张三", table, [(0, 0, "1.2")])
    assert main(["--json", "merge", str(book), str(copy)]) == 1
    document = json_of(capsys)
    assert document["taken"] == 1
    assert len(document["conflicts"]) == 1
    assert main(["merge", str(book), str(copy)]) == 0


@pytest.mark.parametrize("command", ["compare", "merge"])
def test_a_file_that_is_no_book_is_refused_in_a_sentence(
    command: str, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "不是年报.ecd"
    wrong.write_text("不是数据库", encoding="utf-8")
    assert main([command, str(book), str(wrong)]) == 1
    assert "不是年报.ecd" in capsys.readouterr().err


def test_a_reader_that_stops_reading_is_no_crash() -> None:
    pipe = subprocess.Popen([sys.executable, "-m", "ecdesk", "--help"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert pipe.stdout is not None and pipe.stderr is not None
    pipe.stdout.close()
    errors = pipe.stderr.read()
    pipe.stderr.close()
    pipe.wait()
    assert b"Traceback" not in errors


def test_windows_says_of_a_pipe_without_a_reader_that_an_argument_is_invalid(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, of_a_file = OSError(errno.EINVAL, "Invalid argument"), OSError(errno.EINVAL, "Invalid argument", "年报.ecd")
    for platform, windows in (("win32", True), ("linux", False)):
        monkeypatch.setattr("sys.platform", platform)
        assert [nobody_reads(fault) for fault in (gone, of_a_file, BrokenPipeError())] == [windows, False, True]


def test_check_lists_findings_and_counts_every_verdict(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--json", "check", str(book)])
    document = json_of(capsys)
    still_open = [finding for finding in document["findings"] if finding["verdict"] == "fails" and not finding["explained"]]
    assert code == (1 if still_open else 0)
    assert document["counts"]["fails"] == len([f for f in document["findings"] if f["verdict"] == "fails"])
    assert document["counts"]["holds"] > 0


def test_check_names_rule_message_and_numbers(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--json", "check", str(book)])
    failing = [finding for finding in json_of(capsys)["findings"] if finding["verdict"] == "fails"]
    main(["check", str(book)])
    printed = capsys.readouterr().out
    for finding in failing:
        assert finding["message"] in printed
        assert finding["formula"] in printed


def test_checking_does_not_change_or_lock_the_book(book: Path) -> None:
    before = book.read_bytes()
    with Desk.open(book, "张三"):
        assert main(["check", str(book)]) in (0, 1)
    assert book.read_bytes() == before


def test_export_writes_the_workbook_and_the_charts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, folder = tmp_path / "小 年报.ecd", tmp_path / "图 与 表"
    folder.mkdir()
    Desk.create(book, small_records()).close()
    assert main(["--json", "export", str(book), str(folder / "成品.xlsx"), "--charts", str(folder / "图")]) == 0
    document = json_of(capsys)
    assert Path(document["workbook"]).is_file()
    assert document["exhibits"] == sum(exhibit.printed for exhibit in load_book(book).exhibits())
    assert document["which"] == "printed"
    assert sorted(document["charts"]) == sorted(str(path) for path in (folder / "图").iterdir())


@pytest.mark.parametrize(("name", "option"), [("a.pdf", "--charts=图"), ("a.docx", "--charts=图"), ("a.xlsx", "--chart-tables")])
def test_an_option_that_this_kind_of_file_does_not_heed_is_refused(
    name: str, option: str, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(book), str(tmp_path / name), option]) == 1
    assert option.partition("=")[0] in capsys.readouterr().err and not (tmp_path / name).exists()


def test_export_into_a_folder_that_is_not_there_is_refused_in_a_sentence(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(book), str(tmp_path / "没有" / "成品.xlsx")]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "成品.xlsx" in shown.err


def test_proof_reports_claims_by_offset_and_says_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manuscript = tmp_path / "第 8 章.txt"
    words = "第八章\n2018年，某省网络零售额300亿元，其中，实物商品网络零售额200亿元，非实物商品网络零售额110亿元。\n"
    manuscript.write_bytes(words.encode())
    assert main(["--json", "proof", str(manuscript)]) == 1
    document = json_of(capsys)
    assert set(document) == {"figures", "claims", "format"}
    for figure in document["figures"]:
        assert words[figure["start"] : figure["end"]] == figure["text"]
    assert "fails" in [claim["verdict"] for claim in document["claims"]]
    assert main(["proof", str(manuscript)]) == 1
    assert "第 2 行" in capsys.readouterr().out


def test_proof_says_how_a_manuscript_with_revisions_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    revised = "<w:p><w:r><w:t>出口</w:t></w:r><w:ins><w:r><w:t>2亿元。</w:t></w:r></w:ins></w:p>"
    for name, body, expected in (("改.docx", revised, True), ("定.docx", revised.replace("w:ins", "w:smartTag"), False)):
        assert main(["proof", str(docx_file(tmp_path / name, body))]) == 0
        assert ("还没有接受的修订" in capsys.readouterr().out) == expected


def test_proof_of_what_is_no_manuscript_is_refused_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "图.png"
    wrong.write_bytes(b"x")
    assert main(["proof", str(wrong)]) == 1
    assert "图.png" in capsys.readouterr().err


def test_opening_without_a_display_or_a_book_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open", str(tmp_path / "没有.ecd")]) == 1
    assert "没有.ecd" in capsys.readouterr().err
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "没有可用的屏幕" in capsys.readouterr().err


SUBMISSIONS = resource("books", "2018", "submissions")


def test_read_prints_readings_and_says_why_a_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["陕西省.csv", "福建省.xls", "没有填数的报送表.csv"]
    assert main(["read", *(str(SUBMISSIONS / name) for name in names), "--json"]) == 1
    good, other, refused = json_of(capsys)["files"]
    assert (good["file"], good["status"], good["region"], good["year"]) == ("陕西省.csv", "read", "陕西省", 2018)
    wanted = {"indicator": "网络零售额", "measure": "value", "period": "2018", "value": "893.6", "unit": "亿元"}
    assert wanted.items() <= next(one for one in good["readings"] if one["value"] == "893.6").items()
    facets = {"region", "indicator", "item", "period", "measure", "of", "value", "unit", "qualifier", "status", "basis"}
    assert {*facets, "sheet", "cell", "place"} == set(good["readings"][0])
    assert (other["status"], other["region"]) == ("read", "福建省")
    assert (refused["status"], refused["readings"]) == ("rejected", [])
    assert refused["problems"][0]["message"].endswith("。")
    assert main(["read", str(SUBMISSIONS / "陕西省.csv")]) == 0


def test_a_pattern_that_no_shell_wrote_out_means_the_files_that_fit_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", str(SUBMISSIONS / "陕西省.*")]) == 0
    assert [one["file"] for one in json_of(capsys)["files"]] == ["陕西省.csv"]
    assert main(["read", str(SUBMISSIONS / "*.没有")]) == 1
    assert "没有文件符合" in capsys.readouterr().err


def test_check_of_a_folder_checks_each_book_in_it(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "各年"
    folder.mkdir()
    shutil.copy(book, folder / "甲.ecd")
    (folder / "乙.ecd").write_bytes(b"no book")
    assert main(["check", "--json", str(folder)]) == 1
    broken, good = sorted(json_of(capsys)["books"], key=lambda one: "error" not in one)
    assert broken["error"].endswith("。") and good["title"] and "findings" in good
    alone = main(["check", "--json", str(folder / "甲.*")])
    assert json_of(capsys)["findings"] == good["findings"] and alone in (0, 1)
    assert main(["check", str(tmp_path / "各年" / "*.ecd")]) == 1
    assert "甲.ecd" in capsys.readouterr().out
    (tmp_path / "空").mkdir()
    assert main(["check", str(tmp_path / "空")]) == 1
    assert "没有年报" in capsys.readouterr().err
    assert main(["export", str(folder / "*.ecd"), str(tmp_path / "x.xlsx")]) == 1
    assert "有 2 个" in capsys.readouterr().err


def test_import_is_one_undoable_step_that_leaves_the_refused_file_out(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = load_book(book)
    assert main(["--json", "import", str(book), str(SUBMISSIONS)]) == 1
    document = json_of(capsys)
    assert [file["file"] for file in document["files"] if not file["stored"]] == ["没有填数的报送表.csv"]
    assert document["different"] == 0, "the sample submissions send what the report prints"
    assert document["new"] > 0
    with Desk.open(book) as desk:
        desk.undo()
        assert dict(desk.book.observations) == dict(before.observations)
        assert not desk.book.all(Submission)


def test_a_subject_that_nobody_knows_is_imported_with_its_indicators_and_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, file = tmp_path / "旅游.ecd", tmp_path / "旅游.csv"
    assert main(["new", str(book), "--year", "2018", "--title", "旅游年报"]) == 0
    file.write_text(
        "2018年各省旅游收入\n地区,旅游收入（亿元）,饭店数（家）\n北京,12.5,7\n天津,13.5,8\n河北,14.5,9\n", encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["--json", "import", str(book), str(file)]) == 1
    left = json_of(capsys)
    assert (left["new"], left["indicators"], left["exhibits"]) == (0, [], [])
    assert main(["--json", "import", str(book), str(file), "--new-indicators", "--tables"]) == 0
    done = json_of(capsys)
    assert done["new"] == 6 and done["indicators"] == ["旅游收入", "饭店数"] and done["exhibits"] == ["表1-1 2018年各省旅游收入"]
    assert main(["check", str(book)]) in (0, 1)


def test_import_of_a_path_that_is_not_there_changes_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(book), str(book.with_name("没有这个文件夹"))]) == 1
    assert "没有这个文件夹" in capsys.readouterr().err
    with Desk.open(book) as desk:
        assert desk.seq == 0


def test_import_into_a_book_that_somebody_has_open_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Desk.open(book, "张三"):
        assert main(["import", str(book), str(SUBMISSIONS / "陕西省.csv")]) == 1
    assert "张三" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["read"], ["import", "BOOK"]])
def test_a_bug_that_one_file_meets_is_said_for_it_and_the_others_are_read(
    command: list[str], book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, log: Any
) -> None:
    log.expect(r"福建省\.xls: ZeroDivisionError")
    real = imports.outside.read_submission

    def broken(path: Path, context: Any = None) -> Any:
        return 1 // 0 if path.name == "福建省.xls" else real(path, context)

    monkeypatch.setattr(imports.outside, "read_submission", broken)
    given = [str(book) if word == "BOOK" else word for word in command]
    assert main([*given, *(str(SUBMISSIONS / name) for name in ("福建省.xls", "陕西省.csv")), "--json"]) == 1
    bad, good = json_of(capsys)["files"]
    assert "ZeroDivisionError" in (bad["reason"] if "reason" in bad else bad["problems"][0]["message"])
    assert good.get("stored") or good["status"] == "read"


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def raises(*_given: object) -> None:
        raise error

    monkeypatch.setattr("ecdesk.session.rules.checking.check_book", raises)


def test_a_bug_in_a_command_is_one_sentence_and_a_report(
    book: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(monkeypatch, ZeroDivisionError("试验"))
    assert main(["--json", "check", str(book)]) == 3
    shown = capsys.readouterr()
    (report,) = (home / "crashes").iterdir()
    assert shown.err.count("\n") == 1 and "程序出错（ZeroDivisionError）" in shown.err and str(report) in shown.err
    assert json.loads(shown.out) == {"error": shown.err.rstrip("\n")}
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError: 试验" in text and "INFO command: check" in text


def test_with_debug_the_trace_of_a_bug_and_the_log_are_shown(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(monkeypatch, ZeroDivisionError("试验"))
    assert main(["check", str(book), "--debug", "command,bug"]) == 3
    errors = capsys.readouterr().err
    assert "Traceback" in errors and "INFO command: check" in errors and "INFO bug: check: ZeroDivisionError" in errors


def test_a_panic_of_a_library_is_a_bug_and_the_end_of_the_output_is_none(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    broken(monkeypatch, Panic())
    assert main(["check", str(book)]) == 3
    broken(monkeypatch, BrokenPipeError())
    with pytest.raises(BrokenPipeError):
        main(["check", str(book)])


def test_a_bug_is_told_also_where_no_report_can_be_kept(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ECDESK_HOME", str(tmp_path / "file"))
    broken(monkeypatch, ZeroDivisionError("试验"))
    assert main(["check", str(book)]) == 3
    assert capsys.readouterr().err == "程序出错（ZeroDivisionError），这条命令没有做完。\n"


def test_a_topic_of_the_log_that_there_is_not_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["check", "a.ecd", "--debug", "imports"])
    assert stop.value.code == 2
    assert "没有日志主题 imports" in capsys.readouterr().err


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"ecdesk {ecdesk.__version__}\n"


def test_the_log_tells_what_was_done_and_no_figures(home: Path, book: Path, tmp_path: Path) -> None:
    assert main(["import", str(book), str(resource("books", "2018", "submissions"))]) == 1
    assert main(["export", str(book), str(tmp_path / "陕西 893.6.xlsx")]) == 0
    assert main(["check", str(tmp_path / "missing 893.6.ecd")]) == 1
    lines = [line.split(" ", 1)[1] for line in (home / "logs" / "ecdesk.log").read_text(encoding="utf-8").splitlines()]
    assert lines[0] == f"INFO command: import, ecdesk {ecdesk.__version__}"
    assert any(re.fullmatch(r"INFO import: file \.\w+: read, \d+ figures", line) for line in lines)
    assert any(line.startswith("INFO import: stored ") for line in lines)
    assert any(re.fullmatch(r"INFO file: written: \.xlsx, \d+ bytes", line) for line in lines)
    assert any(line.startswith("INFO refusal: check: ") and "{file}" in line for line in lines)
    assert lines[-1] == "INFO command: check: exit 1"
    assert not re.search(r"893\.6|陕西", "".join(lines))


def test_proof_writes_a_copy_that_takes_the_figures_of_the_book(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manuscript, target = tmp_path / "稿.md", tmp_path / "改.md"
    words = "2018年，河北省实现网络零售额约2100亿元。\n"
    manuscript.write_text(words, encoding="utf-8")
    assert main(["proof", str(manuscript), "--corrected", str(target)]) == 1
    assert "--book" in capsys.readouterr().err
    arguments = ["proof", str(manuscript), "--book", str(book), "--corrected", str(target)]
    assert main(["--json", *arguments]) == 1
    told = json_of(capsys)["corrected"]
    (change,) = told["changes"]
    assert words[change["start"] : change["end"]] == change["text"] == "2100亿元"
    assert change["corrected"] == "3000亿元"
    assert "约" in told["attention"][0]["message"]
    assert target.read_text(encoding="utf-8") == words.replace("2100", "3000")
    assert main(arguments) == 1
    assert "2100亿元 → 3000亿元" in capsys.readouterr().out
    assert main(["proof", str(target), "--book", str(book)]) == 0


def test_sentences_say_the_figures_of_an_area_or_an_exhibit(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "2018年，浙江省实现网络零售额16718.8亿元，同比增长25.4%。"
    assert main(["sentences", str(book), "--area", "浙江"]) == 0
    assert words in capsys.readouterr().out.splitlines()
    assert main(["--json", "sentences", str(book), "--exhibit", "表8-13"]) == 0
    assert words in [one["text"] for one in json_of(capsys)["sentences"]]
    assert main(["sentences", str(book), "--area", "蓬莱仙岛"]) == 1
    assert "蓬莱仙岛" in capsys.readouterr().err


ORDERS = "\x1b]0;名\x07\x1b[2J\r\x9b31m\u202e\u2066"
"""What a terminal would do instead of showing it: another title, everything gone, another colour, the other direction."""


@pytest.mark.parametrize("given", [[], ["--json"]])
def test_no_text_from_outside_is_an_order_to_the_terminal(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, sent, prose = tmp_path / "a.ecd", tmp_path / "来件.csv", tmp_path / "文稿.txt"
    with Desk.create(book, small_records(), f"张三{ORDERS}") as desk:
        cells.enter(desk, "表1", [(0, 0, f"5{ORDERS}"), (1, 0, "7000")])
    sent.write_text(f"2018年北京市{ORDERS},,\n指标{ORDERS},2018年（亿元）,\n网络{ORDERS}零售额,1.5{ORDERS},3\n", encoding="utf-8")
    prose.write_text(f"2018年，北京市网络零售额{ORDERS}893.6亿元，占{ORDERS}140.2%。", encoding="utf-8")
    for verb in (
        ["check", str(book)],
        ["read", str(sent)],
        ["import", str(book), str(sent)],
        ["proof", str(prose), "--book", str(book)],
    ):
        main([*given, *verb])
        shown = capsys.readouterr()
        printed = shown.out + shown.err
        assert printed.strip()
        assert not [sign for sign in printed if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs")]
        if given:
            json.loads(shown.out)


def test_a_book_dropped_on_the_program_is_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "没有.ECD")]) == 1
    assert "找不到" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["书.ECD"], ["open", "书.ECD"]),
        (["--language", "zh", "书.ecd"], ["--language", "zh", "open", "书.ecd"]),
        (["--language=en", "--debug", "step", "书.ecd"], ["--language=en", "--debug", "step", "open", "书.ecd"]),
        (["--language", "zh", "check", "书.ecd"], ["--language", "zh", "check", "书.ecd"]),
        (["--language"], ["--language"]),
    ],
)
def test_a_book_without_a_command_is_opened_whatever_options_stand_before_it(given: list[str], meant: list[str]) -> None:
    assert with_command(given) == meant


@pytest.mark.parametrize("arguments", [["open", "没有.ecd"], ["nonsense"]])
def test_a_program_without_streams_shows_what_it_has_to_say(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("ecdesk.gui.shell.app.show_message", shown.append)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(arguments) in (1, 2)
    assert len(shown) == 1 and ("没有.ecd" in shown[0] or "命令用法不对" in shown[0])
    assert main(["check", "--help"]) == 0 and len(shown) == 1
