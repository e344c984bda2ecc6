"""Saving: a write whose answer is lost is no loss, no fault ends it, a copy is a copy of everything, and what is left behind comes back."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Comment, Conflict
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.stopping import stoppable
from ecdesk.session.book import saving
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import forget, left_behind
from ecdesk.session.program.progress import finish
from ecdesk.session.tables import cells
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.recovery import bring_back, plan_return
from ecdesk.session.versions.versions import book_at
from ecdesk.storage import checksum, rescue
from ecdesk.storage.bookfile import BookFile
from tests.books import small_records, undo_all


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.ecd"
    Desk.create(path, small_records(), "张三").close()
    return path


@pytest.fixture
def desk(path: Path):
    """A desk as the window has it: saving on a worker."""
    desk = Desk.open(path, "张三", save_changed=lambda: None)
    yield desk
    desk.close(discard=True)


class Connection:
    """A connection of SQLite of which one call fails: before it does anything, or after, so that only its answer is lost."""

    def __init__(self, real: sqlite3.Connection, fails_at: int, done: bool, fault: BaseException, wanted: str = "") -> None:
        self.real, self.fails_at, self.done, self.fault, self.wanted = real, fails_at, done, fault, wanted
        self.calls = 0

    def __getattr__(self, name: str):
        found = getattr(self.real, name)
        if name not in ("execute", "executemany", "backup"):
            return found

        def call(*arguments, **keywords):
            self.calls += self.wanted in str(arguments[0])
            if self.calls != self.fails_at or self.wanted not in str(arguments[0]):
                return found(*arguments, **keywords)
            if self.done:
                found(*arguments, **keywords)
            raise self.fault

        return call


def update_figures(path: Path, before: str, after: str) -> None:
    """As another program does that knows a book's file, past the journal."""
    connection = sqlite3.connect(path)
    assert connection.execute("UPDATE observation SET value = ? WHERE value = ?", (after, before)).rowcount == 1
    checksum.write(connection)
    connection.commit()
    connection.close()


def break_call(desk: Desk, fails_at: int, done: bool, fault: BaseException, wanted: str = "") -> Connection:
    connection = Connection(desk.file._connection, fails_at, done, fault, wanted)
    desk.file._connection = connection
    return connection


def io_error() -> sqlite3.OperationalError:
    """What SQLite raises when a drive does not do what it should."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


def enter(desk: Desk, value: str, row: int = 0) -> None:
    cells.enter(desk, "表1", [(row, 0, value)])


def figures(desk: Desk) -> dict[str, str]:
    return {str(key): str(one.content.value) for key, one in desk.book.observations.items()}


def refuse(monkeypatch: pytest.MonkeyPatch, fault: BaseException = UserError("磁盘满了。")) -> None:  # noqa: B008
    def raise_it(*_arguments):
        raise fault

    monkeypatch.setattr(BookFile, "append", raise_it)


def faulty(desk: Desk) -> None:
    """Wait until saving has failed."""
    with pytest.raises(UserError):
        desk.flush()


@pytest.mark.parametrize("direct", [True, False])
def test_a_step_that_arrived_although_its_answer_was_lost_is_saved_once(path, direct):
    with Desk.open(path, "张三", save_changed=None if direct else lambda: None) as desk:
        break_call(desk, 1, True, sqlite3.OperationalError("disk I/O error"), "COMMIT")
        enter(desk, "1")
        desk.flush()
        enter(desk, "2")
        desk.flush()
        seen = figures(desk)
    with Desk.open(path, "张三") as again:
        assert (again.seq, figures(again)) == (2, seen)


@pytest.mark.parametrize(
    "fault", [sqlite3.OperationalError("never seen"), sqlite3.InterfaceError("x"), sqlite3.Warning("y"), OSError(5, "gone")]
)
def test_no_fault_of_a_database_ends_saving(desk, path, fault):
    break_call(desk, 1, False, fault, "BEGIN")
    enter(desk, "1")
    faulty_or_saved(desk)
    enter(desk, "2")
    desk.flush()
    assert desk.save_state.waiting == 0 and desk.save_state.fault is None


def faulty_or_saved(desk: Desk) -> None:
    try:
        desk.flush()
    except UserError as error:
        assert str(error)


def test_waiting_for_a_book_that_was_let_go_ends(desk, monkeypatch):
    refuse(monkeypatch)
    enter(desk, "1")
    faulty(desk)
    desk.leave()
    with pytest.raises(UserError, match="磁盘满了"):
        desk.flush()


def test_a_bug_is_reported_once_and_does_not_end_saving(desk, monkeypatch):
    reports = []
    monkeypatch.setattr(threading, "excepthook", reports.append)
    with monkeypatch.context() as broken:
        refuse(broken, TypeError("a slip"))
        enter(desk, "1")
        faulty(desk)
        faulty(desk)
        assert desk.save_state.fault is not None
    assert [type(report.exc_value) for report in reports] == [TypeError]
    desk.flush()
    assert desk.save_state.fault is None


def test_a_book_that_somebody_else_wrote_into_is_said_and_both_come_together(desk, path, tmp_path):
    enter(desk, "1")
    desk.flush()
    foreign = tmp_path / "别人.ecd"
    foreign.write_bytes(path.read_bytes())
    with Desk.open(foreign, "李四") as other:
        enter(other, "5", row=1)
    with sqlite3.connect(path) as connection:  # as a program that minds no lock does
        connection.execute("ATTACH ? AS other", (str(foreign),))
        for table in ("journal", "change", "observation"):
            connection.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM other.{table}")
        checksum.write(connection)
    connection.close()
    enter(desk, "2")
    with pytest.raises(UserError, match="在别处被修改"):
        desk.flush()
    copy = tmp_path / "副本.ecd"
    assert desk.copy_to(copy) is None
    desk.keep_unsaved()
    desk.leave()
    with Desk.open(copy, "张三") as mine:
        assert sorted(figures(mine).values()) == ["2"]
        assert mine.seq == 2
    with Desk.open(path, "张三") as both:
        (left,) = left_behind()
        assert bring_back(both, finish(plan_return(both, left.path))) == 0
        assert sorted(figures(both).values()) == ["2", "5"]
        assert bring_back(both, finish(plan_return(both, left.path))) == 0  # a second time does nothing
        assert both.seq == 3


def test_a_copy_is_all_of_the_book_and_can_be_merged_back(desk, path, tmp_path, monkeypatch):
    with desk.edit(cells.text("附件")) as edit:
        edit.attach("附件.xls", b"received")
        edit.put(Comment("c", "x", "y", "z", "w"))
    enter(desk, "1")
    desk.flush()
    with monkeypatch.context() as broken:
        refuse(broken)
        with desk.edit(cells.text("附件")) as edit:
            edit.attach("附件2.xls", b"received later")
            edit.put(Comment("d", "x", "y", "z", "w"))
        enter(desk, "2")
        desk.undo()
        faulty(desk)
        copy = tmp_path / "副本.ecd"
        assert desk.copy_to(copy) is None
        desk.close(discard=True)
    with BookFile.open(copy, "李四") as file:
        assert [head.action for head in file.heads(newest_first=False)] == ["do", "do", "do", "do", "undo"]
        assert sorted(file.read_blob(digest) for digest in file.blob_digests()) == [b"received", b"received later"]
        assert file.integrity() == "ok"
    with Desk.open(copy, "李四") as changed:
        changed.redo()
    with Desk.open(path, "张三") as book:
        plan = plan_merge(book, copy)
        assert (len(plan.clashes), len(plan.blobs)) == (0, 1)
        merge(book, plan)
        with Desk.open(copy, "李四", read_only=True) as changed:
            assert figures(book) == figures(changed)
            assert dict(book.book.all(Comment)) == dict(changed.book.all(Comment))


def test_a_copy_without_the_original_says_what_is_missing(desk, tmp_path):
    enter(desk, "1")
    enter(desk, "2")
    desk.flush()
    gone = io_error()

    class Gone:
        def __getattr__(self, name):
            def call(*_arguments, **_keywords):
                raise gone

            return call

    present, desk.file._connection = desk.file._connection, Gone()
    enter(desk, "3")
    faulty(desk)
    copy = tmp_path / "副本.ecd"
    missing = desk.copy_to(copy, desk.book.snapshot(), desk.seq)
    assert "读不到" in str(missing) and "较早的 0 步" in str(missing)
    desk.file._connection = present
    with Desk.open(copy, "李四") as again:
        assert (again.uid, again.seq, figures(again)) == (desk.uid, 3, figures(desk))
        assert undo_all(again) == 3


@pytest.mark.parametrize("when", ["before the copy", "during the copy"])
def test_a_book_that_another_program_holds_is_not_taken_for_a_lost_one(path, tmp_path, monkeypatch, when):
    """A copy of what is in memory would be without the steps of earlier days."""
    with Desk.open(path, "张三") as earlier:
        for value in "1234":
            enter(earlier, value)
    with Desk.open(path, "张三", save_changed=lambda: None) as desk:
        desk.file._connection.execute("PRAGMA busy_timeout = 0")
        if when == "during the copy":
            monkeypatch.setattr(BookFile, "_is_known", lambda file: True)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        copy = tmp_path / "副本.ecd"
        with pytest.raises(UserError, match=r"年报.*正被另一个程序占用"):
            desk.copy_to(copy)
        assert not copy.exists()
        holder.close()
        assert desk.copy_to(copy) is None
        with BookFile.open(copy, "李四") as file:
            assert len(file.heads()) == 4


def test_a_target_that_cannot_be_written_is_not_taken_for_a_lost_original(desk, tmp_path):
    enter(desk, "1")
    desk.flush()
    with pytest.raises(UserError):
        desk.copy_to(tmp_path / "没有" / "副本.ecd")


def test_what_is_left_behind_comes_back_beside_what_others_did(desk, path, monkeypatch):
    enter(desk, "1")
    desk.flush()
    with monkeypatch.context() as broken:
        refuse(broken)
        enter(desk, "2")
        enter(desk, "7", row=1)
        faulty(desk)
        desk.leave()
    with Desk.open(path, "李四") as other:
        enter(other, "3")
    with Desk.open(path, "张三") as again:
        (left,) = left_behind()
        assert bring_back(again, finish(plan_return(again, left.path))) == 1
        assert sorted(figures(again).values()) == ["3", "7"]
        (conflict,) = again.book.all(Conflict).values()
        assert '"2"' in conflict.theirs and '"3"' in conflict.ours
        forget(left.path)
    assert left_behind() == []


def test_what_is_left_behind_comes_back_to_a_book_that_another_program_changed(desk, path, monkeypatch):
    enter(desk, "1")
    enter(desk, "5", row=1)
    desk.flush()
    with monkeypatch.context() as broken:
        refuse(broken)
        enter(desk, "7", row=1)
        enter(desk, "2")
        faulty(desk)
        desk.leave()
    update_figures(path, "1", "9")
    with Desk.open(path, "张三") as again:
        (left,) = left_behind()
        assert bring_back(again, finish(plan_return(again, left.path))) == 1
        assert sorted(figures(again).values()) == ["7", "9"]
        (conflict,) = again.book.all(Conflict).values()
        assert '"2"' in conflict.theirs and '"9"' in conflict.ours


def test_a_past_state_of_a_book_that_another_program_changed_is_refused_as_undo_is(desk, path):
    enter(desk, "1")
    enter(desk, "2")
    desk.close()
    update_figures(path, "2", "9")
    with Desk.open(path, "张三") as again:
        with pytest.raises(UserError, match=r"“修改.*”这一步的记录和年报现在的内容对不上") as undone:
            again.undo()
        with pytest.raises(UserError) as seen:
            book_at(again, 0)
        assert str(seen.value) == str(undone.value)
        assert (again.seq, list(figures(again).values())) == (2, ["9"])


def test_steps_that_arrived_before_the_program_ended_are_not_done_twice(desk, path, monkeypatch):
    with monkeypatch.context() as broken:
        refuse(broken)
        enter(desk, "1")
        enter(desk, "2")
        faulty(desk)
        (left,) = left_behind()
        kept = left.path.with_name("x.rescue")
        kept.write_bytes(left.path.read_bytes())
    desk.flush()
    enter(desk, "3")
    desk.flush()
    assert [one.path for one in left_behind()] == [kept]
    seen = figures(desk)
    desk.leave()
    with Desk.open(path, "张三") as again:
        assert bring_back(again, finish(plan_return(again, kept))) == 0
        assert (again.seq, figures(again)) == (3, seen)


def test_a_rescue_file_of_another_book_or_none_at_all_is_refused(desk, path, tmp_path, monkeypatch, home):
    refuse(monkeypatch)
    enter(desk, "1")
    assert not desk.settled(60)
    desk.keep_unsaved()
    (left,) = left_behind()
    monkeypatch.undo()
    other = tmp_path / "另一本.ecd"
    with Desk.create(other, small_records(), "张三") as another, pytest.raises(UserError, match="另一本年报"):
        finish(plan_return(another, left.path))
    monkeypatch.setenv("ECDESK_HOME", str(home))
    broken = left.path.with_name("x.rescue")
    broken.write_text("no database")
    assert sorted(one.fault is None for one in left_behind()) == [False, True]
    broken.write_bytes(other.read_bytes())
    assert "不是补写文件" in str(next(one.fault for one in left_behind() if one.fault))


@pytest.mark.parametrize("when", ["before its age is asked", "before it is read"])
def test_a_rescue_file_that_another_window_takes_away_meanwhile_hides_no_other(desk, monkeypatch, when):
    with monkeypatch.context() as broken:
        refuse(broken)
        enter(desk, "1")
        desk.keep_unsaved()
        (left,) = left_behind()
        gone = left.path.with_name("a.rescue")
        gone.write_bytes(left.path.read_bytes())
        if sys.platform != "win32":  # links need a right there
            left.path.with_name("b.rescue").symlink_to(left.path.with_name("nowhere"))
        if when == "before it is read":
            read = rescue.about_rescue
            broken.setattr(rescue, "about_rescue", lambda path: (gone.unlink(missing_ok=True), read(path))[1])
        else:
            look = Path.glob
            broken.setattr(Path, "glob", lambda folder, pattern: (list(look(folder, pattern)), gone.unlink())[0])
        assert [one.path for one in left_behind()] == [left.path]


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("verb", ["save", "copy"])
def test_whatever_call_fails_nothing_is_lost_and_nothing_is_done_twice(path, tmp_path, done, verb):
    for fails_at in range(1, 60):
        with Desk.open(path, "张三", save_changed=lambda: None) as desk:
            before = desk.seq
            connection = break_call(desk, fails_at, done, io_error())
            enter(desk, str(fails_at))
            if verb == "copy":
                faulty_or_saved(desk)
                copy = tmp_path / f"{fails_at}.ecd"
                try:
                    desk.copy_to(copy)
                except UserError:
                    desk.copy_to(copy)
                with Desk.open(copy, "李四", read_only=True) as copied:
                    assert (copied.seq, figures(copied)) == (desk.seq, figures(desk))
            enter(desk, "", row=0)
            faulty_or_saved(desk)
            desk.flush()
            over = connection.calls < fails_at
            assert desk.seq == before + 2
            seen, seq = figures(desk), desk.seq
        with Desk.open(path, "李四") as again:
            assert not again.read_only
            assert again.file.integrity() == "ok"
            assert (again.seq, figures(again)) == (seq, seen)
        if over:
            return
    raise AssertionError("more calls than were tried")


def test_a_desk_that_cannot_save_lets_go_when_its_block_ends(path, monkeypatch):
    with monkeypatch.context() as broken:
        refuse(broken)
        with pytest.raises(UserError, match="磁盘满了"), Desk.open(path, "张三", save_changed=lambda: None) as desk:
            enter(desk, "1")
    assert not [one for one in threading.enumerate() if one.name == "book-saver"]
    with Desk.open(path, "李四") as again:
        assert not again.read_only
        (left,) = left_behind()
        bring_back(again, finish(plan_return(again, left.path)))
        assert figures(again) == figures(desk)


def test_a_drive_that_answers_after_the_desk_was_left_lets_the_book_go(path, monkeypatch):
    asked, answers, append = threading.Event(), threading.Event(), BookFile.append

    def slow(*arguments):
        asked.set()
        assert answers.wait(60)
        append(*arguments)

    monkeypatch.setattr(BookFile, "append", slow)
    monkeypatch.setattr(saving, "LONGEST_ANSWER", 0.0)
    desk = Desk.open(path, "张三", save_changed=lambda: None)
    enter(desk, "1")
    assert asked.wait(60)
    desk.leave()
    with Desk.open(path, "李四") as meanwhile:
        assert meanwhile.read_only
    (worker,) = (one for one in threading.enumerate() if one.name == "book-saver")
    answers.set()
    worker.join(60)
    with Desk.open(path, "李四") as again:
        assert not again.read_only
        assert figures(again) == figures(desk)


@pytest.mark.parametrize("work", ["flush", "past", "merge"])
def test_work_that_waits_for_a_slow_drive_can_be_stopped(desk, path, tmp_path, monkeypatch, work):
    copy = tmp_path / "副本.ecd"
    desk.copy_to(copy)
    answers, append = threading.Event(), BookFile.append

    def slow(*arguments):
        answers.wait(5)  # so that work that does not stop ends too
        append(*arguments)

    monkeypatch.setattr(BookFile, "append", slow)
    enter(desk, "1")
    wait = {"flush": desk.flush, "past": lambda: book_at(desk, 0), "merge": lambda: plan_merge(desk, copy)}[work]
    with stoppable(lambda: True), pytest.raises(Cancelled):
        wait()
    assert desk.save_state.waiting == 1  # it did not wait for the answer
    answers.set()
    desk.flush()
    assert desk.save_state.waiting == 0


@pytest.mark.parametrize("fails", [True, False])
def test_a_desk_that_nobody_closes_keeps_no_program_from_ending(path, tmp_path, fails):
    """A bug between opening and closing must not leave a window's process behind; what was done before it is saved."""
    done = subprocess.run(
        [sys.executable, "-c", DROPPED, str(path), str(fails)],
        env={**os.environ, "ECDESK_HOME": str(tmp_path / "home")},
        capture_output=True,
        timeout=60,
    )
    assert b"RuntimeError: a bug" in done.stderr
    with Desk.open(path, "李四") as again:
        assert list(figures(again).values()) == ([] if fails else ["1"])


DROPPED = """
import sys
from pathlib import Path
from ecdesk.domain.errors import UserError
from ecdesk.session.tables import cells
from ecdesk.session.book.desk import Desk
from ecdesk.storage.bookfile import BookFile
def refuse(*_arguments):
    raise UserError("磁盘满了。")
if sys.argv[2] == "True":
    BookFile.append = refuse
desk = Desk.open(Path(sys.argv[1]), "张三", save_changed=lambda: None)
cells.enter(desk, "表1", [(0, 0, "1")])
raise RuntimeError("a bug")
"""
