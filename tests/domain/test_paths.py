"""Paths of every platform on any platform: as it opens them, as SQLite reads them, as people read them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path, PureWindowsPath

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import paths
from ecdesk.domain.files.paths import (
    file_named,
    is_remote,
    plain_path,
    platform_path,
    real_path,
    same_file,
    shown,
    sqlite_uri,
    windows_path,
)

DEEP = "\\".join(["很长的文件夹名称"] * 40) + "\\年报.ecd"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\年报 2018\\年报.ecd", "C:\\年报 2018\\年报.ecd"),
        ("C:\\" + DEEP, "\\\\?\\C:\\" + DEEP),
        ("C:/" + DEEP.replace("\\", "/"), "\\\\?\\C:\\" + DEEP),
        ("\\\\server\\共享\\" + DEEP, "\\\\?\\UNC\\server\\共享\\" + DEEP),
        ("\\\\?\\C:\\" + DEEP, "\\\\?\\C:\\" + DEEP),
        ("\\\\?\\UNC\\server\\共享\\" + DEEP, "\\\\?\\UNC\\server\\共享\\" + DEEP),
        ("\\\\.\\" + DEEP, "\\\\.\\" + DEEP),
        ("C:\\a\\..\\" + DEEP, "\\\\?\\C:\\" + DEEP),
        ("C:\\年报\\NUL.xlsx", "\\\\?\\C:\\年报\\NUL.xlsx"),
        ("C:\\年报\\aux .2018.ecd", "\\\\?\\C:\\年报\\aux .2018.ecd"),
        ("C:\\con\\年报.ecd", "C:\\con\\年报.ecd"),
        ("C:\\年报\\console.ecd", "C:\\年报\\console.ecd"),
        (DEEP, DEEP),
    ],
)
def test_a_path_that_windows_would_not_open_as_a_file_gets_the_prefix(path: str, expected: str) -> None:
    assert windows_path(path) == expected


@pytest.mark.parametrize("length", range(1, 120, 7))
def test_what_is_written_beside_a_book_has_room_too(length: int) -> None:
    stem = "年" * length
    for folder in range(20, 250, 10):
        book = "C:\\" + "夹" * (folder - 4) + "\\" + stem + ".ecd"
        beside = [
            f"{book[: -len('.ecd')]}.safety\\{stem}-20260101-120000-000000.ecd-journal",
            f"{book}-journal",
            str(PureWindowsPath(book).with_name(f".~{stem}.ecd.lock")),
        ]
        if not windows_path(book).startswith("\\\\?\\"):
            assert max(map(len, beside)) <= paths.LONGEST_PLAIN_PATH


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("\\\\?\\C:\\年报.ecd", "C:\\年报.ecd"),
        ("\\\\?\\UNC\\server\\共享\\年报.ecd", "\\\\server\\共享\\年报.ecd"),
        ("C:\\年报.ecd", "C:\\年报.ecd"),
        ("\\\\server\\共享\\年报.ecd", "\\\\server\\共享\\年报.ecd"),
        ("/共享/年报.ecd", "/共享/年报.ecd"),
        ("", ""),
    ],
)
def test_nobody_is_shown_the_prefix(path: str, expected: str) -> None:
    assert shown(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PureWindowsPath("D:\\a.ecd"), "file:D%3A%5Ca.ecd?mode=ro"),
        (PureWindowsPath("\\\\server\\s\\a.ecd"), "file:%5C%5Cserver%5Cs%5Ca.ecd?mode=ro"),
        (PureWindowsPath("\\\\?\\UNC\\server\\s\\a.ecd"), "file:%5C%5C%3F%5CUNC%5Cserver%5Cs%5Ca.ecd?mode=ro"),
        (PureWindowsPath("D:\\100%#1&a?b.ecd"), "file:D%3A%5C100%25%231%26a%3Fb.ecd?mode=ro"),
    ],
)
def test_sqlite_is_never_told_of_an_address(path: PureWindowsPath, expected: str) -> None:
    assert sqlite_uri(path, "ro") == expected


@pytest.mark.parametrize("name", ["年报 2018.ecd", "100%#1&a?b=c;d.ecd", "%41.ecd", "a+b'\"[1].ecd", "a&b#1.ecd"])
def test_sqlite_opens_a_file_of_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / (name if os.name != "nt" else name.replace("?", "").replace('"', ""))
    for mode in ("rwc", "rw", "ro"):
        connection = sqlite3.connect(sqlite_uri(path, mode), uri=True)
        if mode == "rwc":
            connection.execute("CREATE TABLE t (x)")
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
        connection.close()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_path_as_given_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert platform_path("年报 一.ecd") == tmp_path / "年报 一.ecd"
    assert platform_path("~nobody-of-this-name.ecd") == tmp_path / "~nobody-of-this-name.ecd"
    assert platform_path(tmp_path) == tmp_path
    assert plain_path("a") == tmp_path / "a"


@pytest.mark.parametrize("name", ["NUL", "con.ecd", "表/LPT9.xlsx", "PRN.2018.csv", "CONOUT$"])
def test_the_name_of_a_device_stays_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths, "PLATFORM", "win32")
    assert platform_path(name).name == Path(name).name
    assert platform_path(name).parent == platform_path(Path(name).parent / "年报.ecd").parent or os.name == "nt"


@pytest.mark.parametrize(
    ("name", "ending", "expected"),
    [
        ("报告", ".xlsx", "报告.xlsx"),
        ("报告.XLSX", ".xlsx", "报告.xlsx"),
        ("报告.docx", ".pdf", "报告.pdf"),
        ("报告 v1.2", ".docx", "报告 v1.2.docx"),
        (" 2018.1季度 ", ".xlsx", "2018.1季度.xlsx"),
        ("2018.12", ".pdf", "2018.12.pdf"),
    ],
)
def test_a_file_gets_its_ending_and_keeps_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, ending: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert file_named(name, ending) == tmp_path / expected
    with pytest.raises(UserError, match="文件名"):
        file_named("/", ending)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    (tmp_path / "letter").symlink_to(tmp_path / "drive")
    (tmp_path / "drive" / "a.ecd").touch()
    assert platform_path(tmp_path / "letter" / "a.ecd") == tmp_path / "letter" / "a.ecd"
    assert same_file(tmp_path / "letter" / "a.ecd", tmp_path / "drive" / "a.ecd")
    assert not same_file(tmp_path / "letter" / "a.ecd", tmp_path / "b.ecd")


def test_a_long_path_of_a_drive_is_on_this_computer() -> None:
    assert not is_remote("\\\\?\\D:\\" + DEEP)
    assert not is_remote("D:\\a.ecd")
    assert is_remote("\\\\?\\UNC\\server\\s\\a.ecd")
    assert is_remote("//server/s/a.ecd")
    assert not is_remote("../a.ecd")


def test_a_path_whose_place_the_system_cannot_tell_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: object) -> str:
        raise OSError(234, "more data is available")

    monkeypatch.setattr("os.path.realpath", refused)
    assert real_path(Path("一本年报.ecd")) == Path("一本年报.ecd")
