"""Opening and saving where the disk, the drive or another program does not play along: what is seen is sound, and why is said truly."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.faults import REFUSALS, Doing, user_error
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import checksum, connecting, faults
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.lock import BookLock
from tests.books import small_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "年报"
    folder.mkdir()
    path = folder / "年报 2018.ecd"
    with Desk.create(path, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1"), (1, 0, "2")])
    return path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def interrupted(path: Path, tmp_path: Path) -> Path:
    """A book whose writer was killed in the middle of writing: part of a step is in the file, what was there before in the journal."""
    target = tmp_path / "left" / path.name
    target.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE observation SET value = '999'")
    connection.execute("UPDATE record SET body = '{' || body")
    connection.execute("UPDATE record SET body = hex(zeroblob(100)) || body")
    for ending in ("", "-journal"):
        Path(f"{target}{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    connection.execute("ROLLBACK")
    connection.close()
    assert b"\xd9\xd5\x05\xf9" in Path(f"{target}-journal").read_bytes()
    return target


def figures(desk: Desk) -> list[str]:
    return sorted(str(one.content) for one in desk.book.observations.values())


def state_of(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


@pytest.mark.parametrize("why", ["asked for", "read-only"])
def test_a_reader_sees_the_last_whole_step_of_a_book_whose_writer_was_killed(
    interrupted: Path, path: Path, temporary: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(interrupted.parent)
    if why == "read-only":
        monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with Desk.open(interrupted, "李四", read_only=why == "asked for") as desk, Desk.open(path, read_only=True) as sound:
        assert desk.read_only
        assert figures(desk) == figures(sound)
        assert desk.file.integrity() == "ok"
    assert state_of(interrupted.parent) == before
    assert list(temporary.iterdir()) == []


def test_a_writer_takes_back_what_was_left(interrupted: Path, path: Path) -> None:
    with Desk.open(interrupted, "李四") as desk, Desk.open(path, read_only=True) as sound:
        assert not desk.read_only
        assert figures(desk) == figures(sound)
        cells.enter(desk, "表1", [(0, 0, "3")])
    assert not Path(f"{interrupted}-journal").exists()


def test_a_reader_for_whose_copy_there_is_no_room_is_told(
    interrupted: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(UserError, match="临时文件夹"):
        Desk.open(interrupted, read_only=True)
    assert list(temporary.iterdir()) == []


def test_a_write_ahead_log_of_another_program_is_read_too(path: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE observation SET value = '77'")
    checksum.write(connection)
    other = tmp_path / "other.ecd"
    for ending in ("", "-wal"):
        Path(f"{other}{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    connection.close()
    with Desk.open(other, read_only=True) as desk:
        assert {str(one.amount.value) for one in desk.book.observations.values() if one.amount} == {"77"}
    with Desk.open(other) as desk:
        cells.enter(desk, "表1", [(2, 0, "3")])
    assert [one.name for one in tmp_path.glob("other.ecd*")] == ["other.ecd"]


def test_what_is_saved_survives_a_power_cut(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with BookFile.open(path, "") as file:
        assert file._connection.execute("PRAGMA synchronous").fetchone() == (3,)
        assert file._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    synced: set[int] = set()
    sync = os.fsync

    def note(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    new = tmp_path / "new.ecd"
    BookFile.create(new, small_records(), "").close()
    assert new.stat().st_ino in synced
    if sys.platform != "win32":
        assert tmp_path.stat().st_ino in synced


# -- the true reason


def test_a_book_that_is_not_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"“b.ecd”读写不了：找不到它，它可能已被移走"):
        Desk.open(path.with_name("b.ecd"))
    with pytest.raises(UserError, match=r"找不到文件夹“.*没有”"):
        Desk.open(tmp_path / "没有" / "b.ecd")
    with pytest.raises(UserError, match="是文件夹"):
        Desk.open(path.parent)
    with pytest.raises(UserError, match="找不到文件夹"):
        Desk.create(tmp_path / "没有" / "b.ecd", small_records())


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300 + ".ecd")
    with pytest.raises(UserError, match="太长"):
        Desk.open(path)
    with pytest.raises(UserError, match="太长"):
        Desk.create(path, small_records())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "letter", ["a", pytest.param("年", marks=pytest.mark.skipif(sys.platform == "win32", reason="counted there"))]
)
def test_a_name_may_be_as_long_as_leaves_room_for_what_is_written_beside_it(tmp_path: Path, letter: str) -> None:
    longest = 255 - len("-journal") - len(".ecd")
    many = longest // len(letter.encode())
    path = tmp_path / f"{letter * many}{'b' * (longest - many * len(letter.encode()))}.ecd"
    with Desk.create(path, small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "3")])
        longer = path.with_name(f"c{path.name}")
        with pytest.raises(UserError, match="太长"):
            Desk.create(longer, small_records())
        with pytest.raises(UserError, match="太长"):
            desk.copy_to(longer)
    assert not longer.exists()
    path.rename(longer)
    with Desk.open(longer) as desk:
        assert figures(desk)
        with pytest.raises(UserError, match="太长"):
            cells.enter(desk, "表1", [(0, 0, "4")])


def test_a_read_only_file_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with Desk.open(path) as desk, pytest.raises(UserError, match="只读文件"):
        cells.enter(desk, "表1", [(0, 0, "1")])


@pytest.mark.skipif(sys.platform == "win32", reason="asked of the system in another way")
def test_a_read_only_disk_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Disk:
        f_flag = os.ST_RDONLY

    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    monkeypatch.setattr(os, "statvfs", lambda _path: Disk())
    with Desk.open(path) as desk, pytest.raises(UserError, match="只读的磁盘"):
        cells.enter(desk, "表1", [(0, 0, "1")])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "文件夹“.*年报”不能写入"),
        (errno.EROFS, "只读的磁盘"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.ENOLCK, "不能锁定文件"),
        (errno.ESTALE, "断开了"),
    ],
)
def test_a_lock_that_cannot_be_had_says_why(path: Path, number: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(BookLock, "acquire", refuse)
    with Desk.open(path) as desk:
        assert desk.read_only
        with pytest.raises(UserError, match=words):
            cells.enter(desk, "表1", [(0, 0, "1")])
        with pytest.raises(UserError, match=words):
            desk.check_writable()


def test_a_book_opened_to_be_read_says_so(path: Path) -> None:
    with Desk.open(path, read_only=True) as desk, pytest.raises(UserError, match="以只读方式打开"):
        cells.enter(desk, "表1", [(0, 0, "1")])


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    desk = Desk.open(path)
    yield desk
    desk.close(discard=True)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_book_that_is_removed_or_renamed_while_it_is_open_says_so(desk: Desk, path: Path) -> None:
    path.rename(path.with_name("other.ecd"))
    with pytest.raises(UserError, match=r"“年报 2018.ecd”读写不了：找不到它，它可能已被移走、改名或删除"):
        cells.enter(desk, "表1", [(0, 0, "3")])
    path.with_name("other.ecd").unlink()
    with pytest.raises(UserError, match=r"“年报 2018.ecd”读写不了：找不到它，它可能已被移走、改名或删除"):
        cells.enter(desk, "表1", [(0, 0, "3")])


def test_another_program_that_holds_the_file_is_named_as_the_reason(desk: Desk, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="被另一个程序占用"):
        cells.enter(desk, "表1", [(0, 0, "3")])
    connection.close()
    cells.enter(desk, "表1", [(0, 0, "3")])


@pytest.mark.parametrize(
    ("number", "windows", "words"),
    [
        (errno.ENOSPC, 112, "磁盘已满"),
        (errno.EFBIG, 223, "文件大小"),
        (errno.EROFS, 19, "只读的磁盘"),
        (errno.EBUSY, 32, "被另一个程序占用"),
        (errno.ETIMEDOUT, 59, "断开了"),
        (errno.ENODEV, 1231, "断开了"),
        (errno.ENAMETOOLONG, 206, "太长"),
        (errno.EIO, 1117, "先把它复制到别的磁盘"),
        (errno.EACCES, 5, "没有权限"),
        (errno.EMFILE, 4, "打开的文件太多"),
        (errno.ENOENT, 2, "移走、改名或删除"),
        (errno.ENOTSOCK, 9999, "系统报告“原因”"),
    ],
)
def test_each_refusal_of_a_system_is_a_sentence_of_its_own(path: Path, number: int, windows: int, words: str) -> None:
    assert words in str(user_error(OSError(number, "原因"), path, Doing.KEEPING))
    told_by_windows = OSError(errno.EACCES if windows != 9999 else number, "原因")
    told_by_windows.winerror = windows  # type: ignore[attr-defined]
    assert words in str(user_error(told_by_windows, path, Doing.KEEPING))


def test_no_number_has_two_reasons() -> None:
    for numbers in ("errnos", "winerrors"):
        found = [number for refusal in REFUSALS for number in getattr(refusal, numbers)]
        assert len(found) == len(set(found))


def test_a_permission_that_is_missing_is_told_of_a_database_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR
    for place, right, words in ((path, os.R_OK, "没有权限"), (path.parent, os.W_OK, "没有权限")):
        monkeypatch.setattr(os, "access", lambda at, asked, place=place, right=right: (at, asked) != (place, right))
        with pytest.raises(UserError, match=words), faults.plain_faults(path):
            raise fault
    monkeypatch.undo()
    with pytest.raises(UserError, match="disk I/O error"), faults.plain_faults(path):
        raise fault
    path.unlink()
    with pytest.raises(UserError, match="找不到"), faults.plain_faults(path):
        raise fault


@pytest.fixture
def closed_folder(path: Path) -> Iterator[Path]:
    """A book in a folder into which nothing can be written, by this user or, if that is the system's own, by nobody in particular."""
    if sys.platform == "win32":
        pytest.skip("folders are closed otherwise there")
    with tempfile.TemporaryDirectory() as base:
        Path(base).chmod(0o755)
        folder = Path(base, "别处")
        folder.mkdir()
        book = folder / path.name
        book.write_bytes(path.read_bytes())
        folder.chmod(0o555)
        myself = os.geteuid()
        if myself == 0:
            book.chmod(0o666)
            os.seteuid(65534)
        try:
            yield book
        finally:
            os.seteuid(myself)
            folder.chmod(0o755)


def test_a_book_in_a_folder_that_cannot_be_written(closed_folder: Path) -> None:
    with Desk.open(closed_folder) as desk:
        assert figures(desk)
        with pytest.raises(UserError, match=r"文件夹“.*别处”不能写入，“年报 2018.ecd”现在只能查看"):
            cells.enter(desk, "表1", [(0, 0, "1")])


def test_a_book_that_is_to_be_made_in_a_folder_that_cannot_be_written(closed_folder: Path) -> None:
    new = closed_folder.with_name("新.ecd")
    with pytest.raises(UserError, match=r"“新.ecd”没有写成：您没有权限写入文件夹“.*别处”"):
        Desk.create(new, small_records())
    with Desk.open(closed_folder, read_only=True) as desk, pytest.raises(UserError, match=r"“新.ecd”没有写成：您没有权限"):
        desk.copy_to(new)


def test_a_disk_that_fails_under_a_new_book_does_not_ask_for_the_book(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=r"“新.ecd”没有写成：磁盘或网络盘出错.*换一个磁盘"):
        Desk.create(path.with_name("新.ecd"), small_records())
    monkeypatch.undo()
    assert not path.with_name("新.ecd").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_a_limit_of_the_account_is_told(path: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    new = path.with_name("新.ecd")
    for kilobytes in (4, 68):
        with Desk.open(path) as desk:
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, limits[1]))
            try:
                with pytest.raises(UserError, match=r"“新.ecd”没有写成：超过了系统或磁盘允许的文件大小"):
                    Desk.create(new, small_records())
                with pytest.raises(UserError, match=r"“新.ecd”没有写成：超过了系统或磁盘允许的文件大小"):
                    desk.copy_to(new)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sorted(one.name for one in path.parent.iterdir() if one.is_file()) == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_a_book_that_is_replaced_while_it_is_open_says_so(desk: Desk, path: Path) -> None:
    other = path.with_name("other.ecd")
    other.write_bytes(path.read_bytes())
    other.replace(path)
    with pytest.raises(UserError, match=r"“年报 2018.ecd”打开以后被另一个文件替换了"):
        cells.enter(desk, "表1", [(0, 0, "3")])


@pytest.mark.skipif(sys.platform == "win32", reason="there are none there")
def test_what_is_no_ordinary_file_is_not_called_a_folder(path: Path) -> None:
    pipe = path.with_name("管道.ecd")
    os.mkfifo(pipe)
    device = path.with_name("设备.ecd")
    device.symlink_to("/dev/null")
    for one in (pipe, device):
        with pytest.raises(UserError, match="不是普通文件"):
            Desk.open(one)


def test_a_full_disk_promises_nothing_of_a_window(path: Path) -> None:
    assert "窗口" not in str(user_error(OSError(errno.ENOSPC, ""), path, Doing.KEEPING))


def open_to_be_read(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The system refuses to open files for writing so many times, and SQLite opens them to be read without a word."""
    real = connecting.sqlite_uri
    left = iter(range(times))

    def uri(path: Path, mode: str) -> str:
        return real(path, "ro" if mode == "rw" and next(left, None) is not None else mode)

    monkeypatch.setattr(connecting, "sqlite_uri", uri)


def test_a_file_that_may_not_be_opened_for_writing_for_a_moment_is_written_nevertheless(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_be_read(monkeypatch, 1)
    with Desk.open(path, "张三") as desk:
        assert not desk.read_only
        cells.enter(desk, "表1", [(0, 0, "77")])
    with Desk.open(path, read_only=True) as again:
        assert any("'77'" in figure for figure in figures(again))


def test_a_file_that_may_not_be_opened_for_writing_at_all_is_shown_and_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_be_read(monkeypatch, 99)
    with Desk.open(path, "张三") as desk:
        assert desk.read_only and "不让写入" in str(desk.file.reason)
        with pytest.raises(UserError, match="不让写入"):
            cells.enter(desk, "表1", [(0, 0, "77")])
    monkeypatch.undo()
    with Desk.open(path, "李四") as again:
        assert not again.read_only
