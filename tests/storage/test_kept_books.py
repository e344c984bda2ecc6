"""Books that earlier versions wrote open, go back and forth through all of their history, compare, merge, and are migrated whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ecdesk.domain.book.records import RECORD_TYPES, Record, RuleRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.tables import cells
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import book_at, compare, load_book
from ecdesk.storage import schema
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.copies import safety_copies
from tests.storage.kept_books import kept_books, rebuild, version_of

FIGURES = {
    1: {
        "网络零售额|110000||2018|value": "2623.9亿元",
        "网络零售额|110000||2018|growth": "约25%",
        "网络零售额|120000||2018|value": "约300亿元",
        "网络零售额|120000||2018|growth": "9.9%",
        "网络零售额|520000||2018|value": "180.4亿元",
        "网络零售额|520000||2018|growth": "37.1%",
        "电子商务交易额|110000||2018|value": "1084.2亿元",
        "电子商务交易额|120000||2018|value": "见注",
        "电子商务交易额|520000||2018|value": "190.5亿元",
        "农产品网络零售额|520000||2018|value": "7.5亿元",
        "农产品网络零售额|520000||2018|growth": "31.9%",
        "跨境网络零售额|520000||2018|value": "2.5亿元",
        "跨境网络零售额|520000||2018|growth": "40%",
    }
}
FIRST_FIGURES = {
    1: {
        "网络零售额|120000||2018|value": "约300亿元",
        "网络零售额|520000||2018|value": "170.2亿元",
        "电子商务交易额|520000||2018|value": "160亿元",
    }
}
# The books of the later versions are the same one.
FIGURES |= dict.fromkeys(range(2, 9), FIGURES[1])
FIRST_FIGURES |= dict.fromkeys(range(2, 9), FIRST_FIGURES[1])
SINCE = {"source": 6, "stage": 7, "assignment": 7, "passage": 7, "translation": 7}
"""From which version on books hold records of a kind."""
OLD, NEW = "网络零售额", "网上零售额"


@pytest.fixture(params=kept_books(), ids=lambda kept: kept.stem)
def kept(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    return rebuild(kept, tmp_path / "年报.ecd")


def figures(desk: Desk) -> dict[str, str]:
    return {str(key): print_content(one.content) for key, one in desk.book.observations.items()}


def everything(desk: Desk) -> dict[tuple[str, object], Record]:
    return {(one.KIND, one.id): one for one in desk.file.records()}


def there_and_back(desk: Desk) -> tuple[dict[str, str], int]:
    """The figures before the first step, and how many steps were taken back and done again."""
    before, redoable = everything(desk), len(desk.history.redoable)
    count = 0
    while desk.undo() is not None:
        count += 1
    first = figures(desk)
    for _ in range(count):
        assert desk.redo() is not None
    assert everything(desk) == before
    assert len(desk.history.redoable) == redoable
    return first, count


def test_a_book_is_kept_of_every_version() -> None:
    assert [version_of(kept) for kept in kept_books()] == list(range(1, schema.SCHEMA_VERSION + 1))


def test_what_is_in_it_is_read(kept: Path, path: Path) -> None:
    with Desk.open(path, "赵六") as desk:
        assert figures(desk) == FIGURES[version_of(kept)]
        assert desk.file.integrity() == "ok"
        kinds = {one.KIND for one in desk.file.records()}
        later = {kind for kind, since in SINCE.items() if since > version_of(kept)}
        assert kinds == set(desk.book._records) - later, "a book in which nothing is missing that a book can hold"
        assert {step.action for step in desk.file.transactions()} == {"do", "undo", "redo", "revert", "merge"}
        received = [one.file for kind in ("submission", "manuscript") for one in desk.book.all(RECORD_TYPES[kind]).values()]
        assert all(desk.file.read_blob(digest) for digest in received)
        draft = manuscripts.drafts(desk.book, "文稿.txt")[-1]
        assert finish(manuscripts.proofread_draft(desk, desk.book, draft)).result.figures


def test_its_history_goes_back_to_the_beginning_and_forward_again(kept: Path, path: Path) -> None:
    with Desk.open(path, "赵六") as desk:
        for seq in range(desk.seq + 1):
            book_at(desk, seq)
        first, count = there_and_back(desk)
        assert first == FIRST_FIGURES[version_of(kept)]
        assert count > 20


def test_a_step_of_it_is_taken_back_alone(path: Path) -> None:
    with Desk.open(path, "赵六") as desk:
        added = next(head.seq for head in desk.file.heads() if head.name.template.startswith("添加公式"))
        desk.revert(added)
        assert len(desk.book.all(RuleRecord)) == 1
        desk.undo()
        assert len(desk.book.all(RuleRecord)) == 2


def test_it_compares_and_merges_with_a_copy_edited_since(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path / "副本.ecd"))
    with Desk.open(copy, "钱七") as other:
        cells.enter(other, "t1", [(0, 2, "5")])
        assert other.undo() is not None
        cells.enter(other, "t1", [(1, 2, "6")])
    with Desk.open(path, "赵六") as desk:
        (difference,) = compare(desk.book, load_book(copy))
        assert difference.id == Key("电子商务交易额", "120000", "", "2018", "value")
        plan = plan_merge(desk, copy)
        assert [change.id for change in plan.taken] == [difference.id]
        assert merge(desk, plan) == 0
        assert not list(compare(desk.book, load_book(copy)))
        there_and_back(desk)


# -- migrating


def rename(connection: sqlite3.Connection) -> None:
    """A migration that no SQL alone can do: an indicator goes by another id, in the records and in every change of the journal."""
    connection.create_function("renamed", 1, lambda old: old and old.replace(OLD, NEW))
    connection.execute("UPDATE observation SET indicator = renamed(indicator)")
    connection.execute("UPDATE record SET id = renamed(id), body = renamed(body)")
    connection.execute("UPDATE change SET id = renamed(id), before = renamed(before), after = renamed(after)")


@pytest.fixture
def new_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[schema.Migration], int]:
    """Pretend that the program is one version further on, with this migration to it."""
    present = schema.SCHEMA_VERSION

    def go(migration: schema.Migration) -> int:
        monkeypatch.setattr(schema, "SCHEMA_VERSION", present + 1)
        monkeypatch.setitem(schema.MIGRATIONS, present, migration)
        return present + 1

    return go


def stored_version(path: Path) -> int:
    connection = sqlite3.connect(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


def broken_function(connection: sqlite3.Connection) -> None:
    rename(connection)
    raise ArithmeticError("half way")


@pytest.mark.parametrize("broken", ["CREATE TABLE extra (x); DELETE FROM record; SELECT broken;", broken_function])
def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, new_version, broken: schema.Migration) -> None:
    before = path.read_bytes()
    new_version(broken)
    with pytest.raises((sqlite3.OperationalError, ArithmeticError)):
        Desk.open(path)
    assert path.read_bytes() == before
    new_version("CREATE TABLE extra (x);")
    with Desk.open(path) as desk:
        assert not desk.read_only
        assert figures(desk)


def test_a_migration_that_fails_later_on_undoes_the_one_before(path: Path, new_version, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    new = new_version(rename)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", new + 1)
    monkeypatch.setitem(schema.MIGRATIONS, new, "SELECT broken;")
    with pytest.raises(sqlite3.OperationalError):
        Desk.open(path)
    assert path.read_bytes() == before


def test_a_migration_must_not_end_the_transaction(kept: Path, path: Path, new_version) -> None:
    new_version(lambda connection: connection.execute("COMMIT"))
    with pytest.raises(RuntimeError):
        Desk.open(path)
    assert stored_version(path) == version_of(kept)


def test_undo_goes_back_across_a_migration(kept: Path, path: Path, new_version) -> None:
    version = new_version(rename)
    with Desk.open(path, "赵六") as desk:
        assert figures(desk) == {key.replace(OLD, NEW): printed for key, printed in FIGURES[version_of(kept)].items()}
        cells.enter(desk, "t1", [(0, 0, "1")])
        first, _count = there_and_back(desk)
        assert first == {key.replace(OLD, NEW): printed for key, printed in FIRST_FIGURES[version_of(kept)].items()}
        assert desk.file.integrity() == "ok"
    assert stored_version(path) == version
    assert version_of(kept) in [stored_version(copy) for copy in safety_copies(path)]


def test_a_book_that_cannot_be_written_is_read_as_the_new_version_has_it(kept: Path, path: Path, new_version) -> None:
    new_version(rename)
    before = path.read_bytes()
    with Desk.open(path, "赵六", read_only=True) as desk:
        assert figures(desk) == {key.replace(OLD, NEW): printed for key, printed in FIGURES[version_of(kept)].items()}
        assert len(desk.file.heads()) == desk.seq
    assert path.read_bytes() == before


def test_a_migrated_book_compares_and_merges_with_a_copy_that_was_not(path: Path, tmp_path: Path, new_version) -> None:
    copy, both = (Path(shutil.copy(path, tmp_path / name)) for name in ("旧副本.ecd", "新副本.ecd"))
    with BookFile.open(copy, "钱七") as file:
        last = file.heads(limit=1)[0].seq
    present = schema.SCHEMA_VERSION
    with Desk.open(copy, "钱七") as other:
        cells.enter(other, "t1", [(0, 0, "5"), (2, 0, "7")])
    assert stored_version(copy) == present
    new_version(rename)
    with Desk.open(path, "赵六") as desk:
        changed = {difference.id for difference in compare(desk.book, load_book(copy))}
        assert changed == {Key(NEW, area, "", "2018", "value") for area in ("110000", "520000")}
        cells.enter(desk, "t1", [(0, 0, "6")])
        plan = plan_merge(desk, copy)
        assert [clash.id for clash in plan.clashes] == [Key(NEW, "110000", "", "2018", "value")]
        assert merge(desk, plan) == 1
        assert figures(desk)[f"{NEW}|520000||2018|value"] == "7亿元"
        assert plan_merge(desk, copy).is_empty
        there_and_back(desk)
        assert desk.seq > last
    assert stored_version(copy) == present
    with Desk.open(both, "孙八") as desk:
        assert merge(desk, plan_merge(desk, path)) == 0
        assert figures(desk)[f"{NEW}|520000||2018|value"] == "7亿元"


def test_a_read_only_book_shows_what_a_merge_would_do(path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path, tmp_path / "副本.ecd"))
    with Desk.open(copy, "钱七") as other:
        cells.enter(other, "t1", [(2, 0, "7")])
    with Desk.open(path, "赵六", read_only=True) as desk:
        plan = plan_merge(desk, copy)
        assert len(plan.taken) == 1
        with pytest.raises(UserError, match="只读"):
            merge(desk, plan)
