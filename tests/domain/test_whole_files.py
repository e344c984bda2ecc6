"""A file is written whole or not at all, and what stood there is never harmed."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import paths
from ecdesk.domain.files.whole_files import made_folder, put_aside, write_whole

NEW = b"new" * 1000
OPEN, CLOSE = os.open, os.close


def failing(real: Callable[..., Any], number: int, at: int, done: bool) -> Callable[..., Any]:
    """The function, whose call of that number fails; done: although it did what it should. No file stays open by that: systems close one even when they
    say that they could not."""
    calls = 0

    def function(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != at:
            return real(*arguments, **named)
        if done or real is CLOSE:
            result = real(*arguments, **named)
            if real is OPEN:
                CLOSE(result)
        raise OSError(number, os.strerror(number))

    return function


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EFBIG])
@pytest.mark.parametrize(
    ("name", "at"),
    [("open", 1), ("write", 1), ("fsync", 1), ("fsync", 2), ("close", 1), ("replace", 1), ("chmod", 1), ("unlink", 1)],
)
def test_whatever_fails_the_old_file_or_the_new_one_is_there_whole(
    name: str, at: int, number: int, done: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    real = getattr(os, name)
    monkeypatch.setattr(os, name, failing(real, number, at, done))
    said = ""
    try:
        write_whole(path, NEW)
    except UserError as refusal:
        said = str(refusal)
    monkeypatch.setattr(os, name, real)
    assert path.read_bytes() == NEW or (path.read_bytes() == b"old" and "没有写成" in said)
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"] or name == "unlink"


def test_a_move_that_was_done_although_its_reply_was_lost_is_a_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", failing(os.replace, errno.ENOENT, 1, done=True))
    write_whole(path, NEW)
    assert path.read_bytes() == NEW


def test_a_drive_that_cannot_be_flushed_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(_handle: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", unable)
    write_whole(tmp_path / "a.csv", NEW)
    assert (tmp_path / "a.csv").read_bytes() == NEW


def test_a_write_that_takes_only_part_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: real(handle, content[:7]))
    write_whole(tmp_path / "a.csv", NEW)
    assert (tmp_path / "a.csv").read_bytes() == NEW


def test_stopping_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, NEW)
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"old", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there, and files have no such permissions")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.csv", tmp_path / "链接.csv"
    path.write_bytes(b"old")
    path.chmod(0o660)
    link.symlink_to(path)
    write_whole(link, NEW)
    assert link.is_symlink() and path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "b.csv", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "b.csv").stat().st_mode) == 0o640


def test_what_may_not_be_replaced_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr("os.access", lambda place, _mode: Path(place) != path)
    with pytest.raises(UserError, match="设为只读"):
        write_whole(path, NEW)
    assert path.read_bytes() == b"old"
    with pytest.raises(UserError, match="一个文件夹"):
        write_whole(tmp_path, NEW)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    with pytest.raises(UserError, match="不是普通文件"):
        write_whole(tmp_path / "管道", NEW)


def test_places_that_cannot_be_written_each_say_why(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    for path, words in (
        (tmp_path / "没有" / "a.csv", "找不到文件夹"),
        (tmp_path / "文件" / "a.csv", "不是文件夹"),
        *([] if sys.platform == "win32" else [(tmp_path / ("长" * 300 + ".csv"), "太长")]),  # Wine takes names of any length
    ):
        with pytest.raises(UserError, match=words):
            write_whole(path, NEW)
    with pytest.raises(UserError, match="建不了"):
        made_folder(tmp_path / "文件" / "图")
    assert made_folder(tmp_path / "一" / "二").is_dir()


def test_what_is_put_aside_stays_in_its_folder_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("文稿.docx", "../../文稿.docx", "/a/文稿:1.docx", "..", ""):
        with put_aside(name, NEW) as path:
            assert path.read_bytes() == NEW and path.parent.parent == tmp_path
            assert path.suffix == Path(name).suffix
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    with pytest.raises(UserError, match="临时文件夹"), put_aside("a", NEW):
        pass
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(OSError, match="own"), put_aside("a", NEW):
        raise OSError("own")


@pytest.mark.parametrize("name", ["NUL.xlsx", "con", "aux .csv", "CONOUT$.pdf", "第1章:电子商务.xlsx"])
def test_nothing_is_written_where_windows_would_lose_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PLATFORM", "win32")
    for write in (lambda: write_whole(tmp_path / name, NEW), lambda: made_folder(tmp_path / name)):
        with pytest.raises(UserError, match="系统保留"):
            write()
    assert list(tmp_path.iterdir()) == []
