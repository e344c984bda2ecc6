"""What is handed out, and how tries on Windows are told, without a Windows."""

from __future__ import annotations

import json
import locale
import re
import sys
import zipfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from matplotlib import font_manager

from ecdesk.session.program.association import CLASSES, EXTENSION, KIND, open_command
from ecdesk.session.program.places import PORTABLE, portable_folder
from tests.import_graph import ROOT
from tests.tools import test as ci
from tests.tools.bundle_fonts import FALLBACK, write_font_list
from tests.tools.bundle_parts import is_wanted
from tests.tools.pack import write_zip
from tests.tools.windows import main
from tests.windows import bundle, environment
from tests.windows.rounds import Rounds, Try, table, unlike
from tests.windows.verbs_inside import carried_out


def test_the_zip_is_a_portable_program_and_the_same_each_time(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "_internal" / "资料").mkdir(parents=True)
    (bundle / "ecdesk.exe").write_bytes(b"MZ")
    (bundle / "_internal" / "资料" / "表 1.csv").write_bytes("年".encode())
    archives = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for out in archives:
        write_zip(bundle, out)
    assert archives[0].read_bytes() == archives[1].read_bytes()
    unpacked = tmp_path / "工具 箱"
    with zipfile.ZipFile(archives[0]) as archive:
        archive.extractall(unpacked)
    assert (unpacked / "ecdesk" / "_internal" / "资料" / "表 1.csv").read_text(encoding="utf-8") == "年"
    assert portable_folder(unpacked / "ecdesk" / "ecdesk.exe") == unpacked / "ecdesk" / "settings"


def test_the_bundle_brings_the_list_of_fonts_that_matplotlib_would_make_of_the_whole_computer(tmp_path: Path) -> None:
    written = write_font_list(tmp_path)
    assert written.name == f"fontlist-v{font_manager.FontManager.__version__}.json"
    listed = font_manager.json_load(str(written))
    assert sorted(Path(font.fname).name for font in listed.ttflist) == sorted(FALLBACK) and listed.afmlist == []
    assert all(Path(font.fname).exists() for font in listed.ttflist)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("ucrtbase.dll", False),
        ("api-ms-win-crt-heap-l1-1-0.dll", False),
        ("VCRUNTIME140.dll", True),
        ("python3.dll", True),
        ("docx\\templates\\default-docx-template\\word\\styles.xml", False),
        ("docx\\templates\\default.docx", True),
        ("docx/templates/default-header.xml", True),
        ("lxml\\html\\diff.cp311-win_amd64.pyd", False),
        ("lxml\\html\\_difflib.cp311-win_amd64.pyd", False),
        ("lxml\\etree.cp311-win_amd64.pyd", True),
        ("PySide6\\plugins\\imageformats\\qtga.dll", False),
        ("PySide6\\plugins\\imageformats\\qjpeg.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\translations\\qtbase_zh_CN.qm", True),
        ("PySide6\\translations\\qtbase_de.qm", False),
    ],
)
def test_the_bundle_holds_no_library_of_windows_itself_and_nothing_of_no_use(name: str, wanted: bool) -> None:
    assert is_wanted(name) is wanted


def test_the_installer_says_of_a_book_what_the_program_says() -> None:
    script = (ROOT / "tests" / "tools" / "installer.nsi").read_text(encoding="utf-8")
    written = {
        match[1]: match[2] for match in re.finditer(r'^  WriteRegStr HKCU "(\S+)" "" [\'"](.+)[\'"]$', script, re.MULTILINE)
    }
    named = {key.replace("${KIND}", KIND).replace("${EXTENSION}", EXTENSION): value for key, value in written.items()}
    assert named[f"{CLASSES}\\{KIND}\\shell\\open\\command"] == open_command("$INSTDIR\\ecdesk.exe")
    assert named[f"{CLASSES}\\{KIND}\\DefaultIcon"] == "$INSTDIR\\ecdesk.exe,0"
    assert named[f"{CLASSES}\\{EXTENSION}"] == "${KIND}"
    removed = script.partition('Section "Uninstall"')[2]
    assert "RequestExecutionLevel user" in script and "HKLM" not in script
    assert PORTABLE not in script, "what is installed keeps its settings with the user's"
    assert all(f'"{CLASSES}\\${{{name}}}"' in removed for name in ("KIND", "EXTENSION"))


def test_a_try_that_went_wrong_says_what_was_wrong(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "same").write_text("1", encoding="utf-8")
        (folder / "unlike").write_text(folder.name, encoding="utf-8")
    (one / "alone").touch()
    assert list(unlike(one, other)) == ["alone", "unlike"]
    assert list(unlike(one / "unlike", other / "unlike")) == ["unlike"]
    told = table([Try("opened", "", 1.0), Try("closed", "a bug", 2.0)])
    assert told == "ok     1.0 s  opened\nBAD    2.0 s  closed\n      a bug"


class FakeRounds:
    """Windows that answers each program with the next of these: exit code, output and complaints."""

    def __init__(self, drive: Path, *answers: tuple[int, str, str]) -> None:
        self.windows = SimpleNamespace(drive=drive, running=nullcontext)
        self.answers = iter(answers)

    def started(self, _words: Sequence[str], **_more: str) -> tuple[int, bytes, bytes]:
        code, out, complaints = next(self.answers)
        return code, out.encode(), complaints.encode("gb18030")


def test_a_bundle_that_cannot_be_made_says_why_and_the_one_before_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    (tmp_path / "dist" / "ecdesk").mkdir(parents=True)
    tries = list(bundle.build(cast(Rounds, FakeRounds(tmp_path, (1, "", "no PyInstaller")))))
    assert [(one.words, one.ended) for one in tries] == [("dev.py build", "no PyInstaller")]
    assert not (tmp_path / "dist").exists()


def test_documents_that_a_bundle_cannot_read_back_and_charts_that_it_did_not_draw_are_told(tmp_path: Path) -> None:
    (tmp_path / "箱" / "图").mkdir(parents=True)
    (tmp_path / "箱" / "图" / "图1.svg").touch()
    read = (1, json.dumps({"files": [{"readings": [1, 2]}]}), "")
    told = list(bundle.read_back(cast(Rounds, FakeRounds(tmp_path, read, (3, "", "读不出"))), "ecdesk.exe", "D:\\箱"))
    assert [one.ended for one in told] == ["", "读不出", "none as pdf, png"]
    assert told[0].words == "2 figures of 稿.docx are read"


def test_many_verbs_are_carried_out_by_one_process(tmp_path: Path) -> None:
    book = tmp_path / "年报.ecd"
    tries = [carried_out(words) for words in (["check", str(book)], ["verify"], ["--version"])]
    assert [one["code"] for one in tries] == [1, 2, 0]
    assert [bool(one["out"]) for one in tries] == [False, False, True]
    assert book.name in bytes.fromhex(str(tries[0]["complaints"])).decode(locale.getpreferredencoding(False))


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows is made on Linux")
def test_where_no_windows_can_be_made_a_line_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setattr(environment, "WINE", tmp_path / "wine64")
    monkeypatch.setattr(environment, "PYTHON", sys.version_info[:2])
    monkeypatch.setattr(environment.Windows, "downloads", lambda _windows: None)
    monkeypatch.setattr(environment, "BETWEEN_TRIES", 0.0)
    monkeypatch.setenv("ECDESK_WINDOWS", str(tmp_path / "windows"))
    monkeypatch.setenv("PATH", str(programs))
    assert main(["verbs"]) == 1 and "wine64" in capsys.readouterr().err
    installer, asked = programs / "apt-get", tmp_path / "asked"
    script = f"#!/bin/sh\necho Reading package lists...\necho $1 >> {asked}\necho E: no registry >&2\nexit 100\n"
    installer.write_text(script, encoding="utf-8")
    installer.chmod(0o755)
    assert main(["verbs"]) == 1
    assert capsys.readouterr().err == "The Windows Python cannot be made here: apt-get: E: no registry\n"
    assert asked.read_text(encoding="utf-8").split() == ["install", "update", "update", "update"]


@pytest.mark.parametrize(
    ("unit_tests", "made", "tried", "ended", "aloud"),
    [(0, 0, 0, 0, False), (0, 0, 1, 1, False), (0, 1, 1, 0, True), (1, 1, 0, 1, False)],
)
def test_a_windows_that_cannot_be_had_is_said_aloud_and_fails_nothing_that_fails_there_does(
    unit_tests: int,
    made: int,
    tried: int,
    ended: int,
    aloud: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    codes = {"tests.tools.checks": 0, "tests.tools.windows": made}
    monkeypatch.setattr(ci, "meanwhile", lambda name, *_words: nullcontext(lambda _within: codes[name]))
    monkeypatch.setattr(ci, "call", lambda command: unit_tests if "pytest" in command else tried)
    assert ci.main(["--windows"]) == ended
    assert ("WINDOWS WAS NOT TRIED" in capsys.readouterr().out) == aloud


def test_a_tool_beside_the_rest_is_waited_for_only_so_long(capsys: pytest.CaptureFixture[str]) -> None:
    for within, ended, said in ((None, 0, True), (0.0, 1, False)):
        with ci.meanwhile("tests.tools.windows", "--help") as over:
            assert (over(within), "--within" in capsys.readouterr().out) == (ended, said)
