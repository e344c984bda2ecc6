"""What stands in the way of reading and writing: each ends in its sentence, and what was written stays written."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecdesk.domain.book.changes import Change, Transaction, new_uid, now
from ecdesk.domain.book.records import Comment, Exhibit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import checksum, connecting, copies, faults, schema
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.hot_journal import is_whole
from ecdesk.storage.lock import BookLock, Owner
from ecdesk.storage.rescue import RescueOf, about_rescue, read_rescue, write_rescue
from ecdesk.storage.steps import add_step, apply_changes
from tests.books import small_records
from tests.storage.kept_books import kept_books, rebuild, version_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报" / "年报 2018.ecd"
    path.parent.mkdir()
    with Desk.create(path, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1")])
        cells.enter(desk, "表1", [(0, 0, "2"), (1, 0, "3")])
    return path


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with Desk.open(path, "张三") as desk:
        yield desk


def figures(path: Path) -> list[str]:
    with Desk.open(path, read_only=True) as desk:
        return sorted(print_content(one.content) for one in desk.book.observations.values())


def step(seq: int, words: str) -> Transaction:
    comment = Comment(words, "x", words, "张三", now())
    return Transaction(seq, new_uid(), "张三", now(), text("批注"), (Change(Comment.KIND, comment.id, None, comment),))


def comments(path: Path) -> set[object]:
    with Desk.open(path, read_only=True) as desk:
        return set(desk.book.all(Comment))


def of_sqlite(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("made up")
    fault.sqlite_errorcode = code
    return fault


def refusing(fault: BaseException) -> Callable[..., None]:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise fault

    return refuse


# -- reading


def test_one_record_and_the_steps_about_it_are_read_by_themselves(desk: Desk) -> None:
    first, second = sorted(desk.book.observations)
    assert desk.file.record("observation", str(first)) == desk.book.observation(first)
    assert desk.file.record("exhibit", "表1") == desk.book.get(Exhibit, "表1")
    assert desk.file.record("exhibit", "表2") is None
    assert [[head.seq for head in desk.file.heads(about=("observation", key))] for key in (first, second)] == [[2, 1], [2]]


@pytest.mark.parametrize(("code", "there"), [(sqlite3.SQLITE_BUSY, True), (sqlite3.SQLITE_IOERR, False)])
def test_a_file_that_another_program_holds_is_there(desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int, there: bool) -> None:
    assert desk.file.is_there()
    monkeypatch.setattr(connecting, "look_again", refusing(of_sqlite(code)))
    assert desk.file.is_there() is there


# -- writing


def test_a_name_that_is_taken_is_refused_before_anything_is_written(desk: Desk, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ecd"
    other.write_bytes(b"somebody's")
    with pytest.raises(UserError, match="已经存在"):
        BookFile.create(other, small_records(), "张三")
    with pytest.raises(UserError, match="已经存在"):
        desk.file.copy_to(other)
    assert other.read_bytes() == b"somebody's"


def test_what_is_open_to_be_read_takes_no_step(path: Path) -> None:
    with Desk.open(path, read_only=True) as desk, pytest.raises(UserError, match="只读"):
        desk.file.append(step(desk.seq + 1, "a"))
    assert comments(path) == set()


def test_a_step_whose_answer_was_lost_is_not_written_twice(desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append = BookFile._append

    def append_and_lose_the_answer(file: BookFile, transaction: Transaction, blobs: object) -> None:
        append(file, transaction, blobs)  # type: ignore[arg-type]
        file._known = (file._known[0], 0, "")  # as if nobody had heard of it
        raise of_sqlite(sqlite3.SQLITE_IOERR)

    monkeypatch.setattr(BookFile, "_append", append_and_lose_the_answer)
    cells.enter(desk, "表1", [(0, 0, "4")])
    monkeypatch.setattr(BookFile, "_append", append)
    cells.enter(desk, "表1", [(1, 0, "5")])
    desk.close()
    assert figures(path) == ["4亿元", "5亿元"]


def test_a_step_that_arrives_without_its_copy_is_there_although_the_answer_was_lost(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = BookFile._append
    answers = [of_sqlite(sqlite3.SQLITE_FULL), of_sqlite(sqlite3.SQLITE_IOERR)]

    def append_in_the_end(file: BookFile, transaction: Transaction, blobs: object) -> None:
        answer = answers.pop(0)
        if not answers:
            append(file, transaction, blobs)  # type: ignore[arg-type]
        raise answer

    monkeypatch.setattr(BookFile, "_append", append_in_the_end)
    cells.enter(desk, "表1", [(0, 0, "4")])
    assert "没有保留" in str(desk.save_state.uncopied) and not answers
    desk.close()
    assert figures(path) == ["3亿元", "4亿元"]


def test_a_copy_that_cannot_be_given_up_stays_and_the_step_is_refused(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BookFile, "_append", refusing(of_sqlite(sqlite3.SQLITE_FULL)))
    unlink = Path.unlink

    def held(one: Path, *arguments: bool, **keywords: bool) -> None:
        if one in copies.safety_copies(path):
            raise PermissionError(errno.EACCES, "held")
        unlink(one, *arguments, **keywords)

    monkeypatch.setattr(Path, "unlink", held)
    before = set(copies.safety_copies(path))
    with pytest.raises(UserError, match="磁盘已满"):
        cells.enter(desk, "表1", [(0, 0, "4")])
    assert before < set(copies.safety_copies(path))
    monkeypatch.undo()
    desk.close()
    assert figures(path) == ["2亿元", "3亿元"]


def test_what_an_attempt_left_half_done_is_taken_back_before_the_next(desk: Desk, path: Path, tmp_path: Path) -> None:
    connection, copy = desk.file._connection, tmp_path / "copy.ecd"
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE observation SET value = '999'")
    desk.file.copy_to(copy)
    assert figures(copy) == ["2亿元", "3亿元"]
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE observation SET value = '999'")
    cells.enter(desk, "表1", [(0, 0, "4")])
    desk.close()
    assert figures(path) == ["3亿元", "4亿元"]


def test_a_copy_has_the_waiting_steps_in_place_of_what_somebody_else_wrote_meanwhile(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    common, theirs = step(desk.seq + 1, "common"), step(desk.seq + 2, "theirs")
    mine = [step(desk.seq + 2, "mine"), step(desk.seq + 3, "later")]
    with sqlite3.connect(path, isolation_level=None) as connection:
        for one in (common, theirs):
            add_step(connection, one, ())
            apply_changes(connection, one.changes)
        checksum.write(connection)
    connection.close()
    copy = tmp_path / "copy.ecd"
    desk.file.copy_to(copy, [(one, ()) for one in (common, *mine)])
    desk.close()
    assert comments(copy) == {"common", "mine", "later"}
    assert comments(path) == {"common", "theirs"}


# -- what an interrupted writer left


@pytest.fixture
def interrupted(path: Path) -> Path:
    """The book as its writer left it, which was killed in the middle of a step."""
    return _interrupted(path)


def _interrupted(path: Path) -> Path:
    left = path.with_name("left.ecd")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE observation SET value = '999'")
    connection.execute("UPDATE record SET body = hex(zeroblob(100)) || body")
    for ending in ("", "-journal"):
        shutil.copyfile(f"{path}{ending}", f"{left}{ending}")
    connection.execute("ROLLBACK")
    connection.close()
    return left


EARLIER = [kept for kept in kept_books() if version_of(kept) < checksum.SINCE]


@pytest.mark.parametrize("kept", EARLIER, ids=lambda kept: kept.stem)
def test_a_book_from_before_there_were_checksums_is_taken_back_too(tmp_path: Path, kept: Path) -> None:
    whole = rebuild(kept, tmp_path / "whole.ecd")
    left = _interrupted(whole)
    wanted = figures(whole)
    assert figures(left) == wanted
    with Desk.open(left) as desk:
        assert desk.file.aside is None
    assert figures(left) == wanted


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM journal WHERE seq = 2",
        "INSERT INTO change VALUES (99, 0, 'comment', 'x', NULL, NULL)",
        "UPDATE change SET after = '{' WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE record SET body = replace(body, '{', '{ ')",
        "INSERT INTO record (kind, id, body) SELECT kind, id, before FROM change WHERE seq = (SELECT max(seq) FROM journal)",
    ],
)
def test_without_a_checksum_the_steps_say_whether_a_book_is_whole(tmp_path: Path, damage: str) -> None:
    book = rebuild(EARLIER[-1], tmp_path / "book.ecd")
    connection = sqlite3.connect(book, isolation_level=None)
    assert is_whole(connection)
    connection.execute(damage)
    same = "replace" in damage  # written otherwise, the same said
    assert is_whole(connection) is same
    connection.close()


def test_a_reader_without_a_folder_for_its_copy_is_told(interrupted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "working_folder", refusing(OSError(errno.ENOSPC, "full")))
    with pytest.raises(UserError, match="临时文件夹"):
        Desk.open(interrupted, read_only=True)


@pytest.mark.parametrize("what", ["written", "cleared up"])
def test_a_book_that_others_write_all_the_time_is_not_read_half(
    interrupted: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "written":
        states = connecting._states
        count = iter(range(1000))
        monkeypatch.setattr(connecting, "_states", lambda path: {**states(path), "again": next(count)})
    else:
        monkeypatch.setattr("shutil.copyfile", refusing(FileNotFoundError(errno.ENOENT, "gone")))
    with pytest.raises(UserError, match="正在被别人写入"):
        Desk.open(interrupted, read_only=True)


def test_a_reader_whose_copy_cannot_be_read_is_told(interrupted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.copyfile", refusing(OSError(errno.EIO, "broken")))
    with pytest.raises(UserError):
        Desk.open(interrupted, read_only=True)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, ""), (errno.EIO, ".")])
def test_a_writer_who_has_no_room_to_try_a_journal_out_takes_its_own_back(
    interrupted: Path, path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    wanted = figures(path)
    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", refusing(OSError(number, "no")))
        if words:
            with pytest.raises(UserError):
                Desk.open(interrupted)
        else:
            Desk.open(interrupted).close()
    assert figures(interrupted) == wanted


def test_without_room_to_try_it_out_a_journal_of_another_file_is_not_taken_back(
    interrupted: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        with Desk.open(path) as desk:
            cells.enter(desk, "表1", [(0, 0, str(number))])
    content = path.read_bytes()
    shutil.copyfile(f"{interrupted}-journal", f"{path}-journal")
    monkeypatch.setattr("shutil.copyfile", refusing(OSError(errno.ENOSPC, "full")))
    with pytest.raises(UserError, match="临时文件夹"):
        Desk.open(path)
    assert path.read_bytes() == content


def test_a_book_of_an_earlier_version_that_cannot_be_brought_up_for_a_reader_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rebuild(kept_books()[0], tmp_path / "年报.ecd")
    content = path.read_bytes()
    monkeypatch.setattr(schema, "migrate", refusing(of_sqlite(sqlite3.SQLITE_FULL)))
    with pytest.raises(UserError, match="磁盘已满"):
        Desk.open(path, read_only=True)
    monkeypatch.undo()
    assert path.read_bytes() == content
    Desk.open(path).close()


# -- why


@pytest.mark.parametrize(
    ("code", "words"), [(sqlite3.SQLITE_READONLY, "只读"), (sqlite3.SQLITE_PERM, "只读"), (sqlite3.SQLITE_IOERR, "读写失败")]
)
def test_a_refusal_of_the_database_is_a_sentence(path: Path, code: int, words: str) -> None:
    with pytest.raises(UserError, match=words), faults.plain_faults(path):
        raise of_sqlite(code)


def test_a_disk_that_is_full_is_known_by_whatever_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults.is_full(OSError(errno.ENOSPC, "full"), path) and faults.is_full(OSError(errno.EDQUOT, "quota"), path)
    assert not faults.is_full(OSError(errno.EACCES, "denied"), path) and not faults.is_full(ValueError(), path)
    assert not faults.is_full(of_sqlite(sqlite3.SQLITE_IOERR), path)
    usage = shutil.disk_usage(path)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=100))
    assert faults.is_full(of_sqlite(sqlite3.SQLITE_IOERR), path)


def test_a_name_too_long_for_what_lies_beside_it_is_the_reason_that_is_told(path: Path) -> None:
    with pytest.raises(UserError, match="太长"), faults.plain_faults(path.with_name("x" * 250)):
        raise of_sqlite(sqlite3.SQLITE_CANTOPEN)


def test_a_lock_that_says_nothing_yet_is_somebodys(path: Path) -> None:
    first = BookLock(path)
    assert first.acquire("张三", now()) is None
    os.truncate(first.path, 0)
    assert BookLock(path).acquire("李四", now()) == Owner("", "", "")
    first.release()
    first.release()  # closing twice does no harm
    second = BookLock(path)
    assert second.acquire("李四", now()) is None
    second.release()


# -- what was rescued


@pytest.fixture
def rescued(tmp_path: Path) -> Path:
    path = tmp_path / "年报.rescue"
    write_rescue(path, RescueOf("a", "年报.ecd", "年报2018", ""), [(step(1, "a"), [("甲.txt", b"1")]), (step(2, "b"), ())])
    return path


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("PRAGMA application_id = 7", "不是补写文件"),
        (f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}", "更新的版本"),
        ("PRAGMA user_version = 0", "和年报文件的不同"),
        ("INSERT INTO change VALUES (9, 0, 'comment', 'x', NULL, NULL)", "损坏"),
        ("UPDATE journal SET seq = 4 WHERE seq = 2", "损坏"),
        ("UPDATE file SET bytes = 'text'", "损坏"),
    ],
)
def test_a_rescue_file_that_is_none_or_not_whole_is_refused_and_left_as_it_is(rescued: Path, damage: str, words: str) -> None:
    connection = sqlite3.connect(rescued, isolation_level=None)
    connection.execute(damage)
    if not damage.startswith("PRAGMA"):
        checksum.write(connection)
    connection.close()
    content = rescued.read_bytes()
    with pytest.raises(UserError, match=words):
        read_rescue(rescued)
    assert rescued.read_bytes() == content


def test_a_book_is_no_rescue_file(path: Path) -> None:
    with pytest.raises(UserError, match="不是补写文件"):
        about_rescue(path)
