"""What the system says becomes the true reason and what to do about it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.faults import Doing, plain_faults, reason_of, user_error


def fault(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def of_windows(winerror: int, number: int) -> OSError:
    made = OSError(number, "…")
    made.winerror = winerror  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "配额"),
        (errno.EFBIG, "允许的文件大小"),
        (errno.EROFS, "只读的磁盘"),
        (errno.ENAMETOOLONG, "太长"),
        (errno.EISDIR, "一个文件夹"),
        (errno.ENOENT, os.strerror(errno.ENOENT)),
        (errno.EIO, "磁盘或网络盘出错"),
        (errno.ESTALE, "没有响应"),
        (errno.EBUSY, "占用"),
        (errno.ENOLCK, "不能锁定文件"),
        (errno.ENOTSOCK, os.strerror(errno.ENOTSOCK)),
    ],
)
def test_each_fault_has_its_own_reason(number: int, words: str, tmp_path: Path) -> None:
    said = str(user_error(fault(number), tmp_path / "a.xlsx"))
    assert said.startswith("“a.xlsx”没有写成：") and said.endswith("。") and said.count("。") == 1
    assert words in said
    assert number == errno.EROFS or "只读" not in said


@pytest.mark.parametrize(
    ("winerror", "number", "words"),
    [
        (32, errno.EACCES, "占用"),
        (112, errno.ENOSPC, "磁盘已满"),
        (206, errno.ENOENT, "太长"),
        (123, errno.EINVAL, "不允许的字符"),
        (19, errno.EACCES, "只读的磁盘"),
        (64, errno.ENOENT, "没有响应"),
        (53, errno.ENOENT, "没有响应"),
    ],
)
def test_windows_own_number_tells_more(winerror: int, number: int, words: str, tmp_path: Path) -> None:
    assert words in str(reason_of(of_windows(winerror, number), tmp_path / "a.xlsx"))


def test_a_path_too_long_for_windows_is_not_called_missing(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 120) / ("长" * 120) / "a.xlsx"
    assert "太长" in str(reason_of(of_windows(3, errno.ENOENT), path))
    assert "找不到文件夹" in str(reason_of(of_windows(3, errno.ENOENT), tmp_path / "没有" / "a.xlsx"))
    assert "找不到文件夹" in str(reason_of(fault(errno.ENOENT), tmp_path / "没有" / "a.xlsx"))


def test_permission_denied_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied, path = fault(errno.EACCES), tmp_path / "a.xlsx"
    assert "没有权限写入文件夹" in str(reason_of(denied, path))
    path.write_bytes(b"")
    assert "占用" in str(reason_of(denied, path))
    monkeypatch.setattr("sys.platform", "linux")
    assert "占用" not in str(reason_of(denied, path, Doing.READING))
    draft = OSError(errno.EACCES, "…", str(tmp_path / ".~1"))
    assert "没有权限写入文件夹" in str(reason_of(draft, path))
    monkeypatch.setattr("sys.platform", "win32")
    assert "占用" in str(reason_of(denied, path, Doing.READING))
    monkeypatch.undo()
    monkeypatch.setattr("os.access", lambda place, _mode: Path(place) != path)
    assert "设为只读" in str(reason_of(denied, path))
    monkeypatch.setattr("os.access", lambda place, _mode: Path(place) == path)
    assert str(tmp_path) in str(reason_of(denied, path))
    path.unlink()
    path.mkdir()
    assert "一个文件夹" in str(reason_of(denied, path))


@pytest.mark.parametrize(
    "said", [fault(errno.ENOTDIR), fault(errno.ENOENT), of_windows(3, errno.ENOENT), of_windows(183, errno.EEXIST)]
)
def test_a_file_in_the_way_of_a_folder_is_named(said: OSError, tmp_path: Path) -> None:
    (tmp_path / "报表").write_bytes(b"")
    for path in (tmp_path / "报表" / "图" / "a.svg", tmp_path / "报表" / "a.svg"):
        assert f"“{tmp_path / '报表'}”不是文件夹" in str(reason_of(said, path))


def test_a_bug_stays_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError), plain_faults(tmp_path):
        raise ValueError
    with pytest.raises(UserError, match="打不开"), plain_faults(tmp_path, Doing.READING):
        raise fault(errno.EIO)
