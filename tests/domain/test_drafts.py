"""Drafts: what a killed program left of them goes, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest

from ecdesk.domain.files import drafts
from ecdesk.domain.files.drafts import draft_beside
from ecdesk.domain.files.whole_files import put_aside, write_whole
from ecdesk.session.book.desk import Desk
from ecdesk.storage.rescue import RescueOf, write_rescue
from tests.books import small_records

KILLED = """
import os, sys
from pathlib import Path
from ecdesk.domain.files.drafts import draft_beside
with draft_beside(Path(sys.argv[1])) as draft:
    draft.write_text("half")
    draft.with_name(f"{draft.name}-journal").write_text("half")
    print(draft.name, flush=True)
    if len(sys.argv) > 2:
        sys.stdin.read()
    os._exit(9)
"""


KILLED_AT_WORK = """
import os, sys
from pathlib import Path
from ecdesk.domain.files.drafts import working_folder
folder = working_folder()
Path(folder.name, "copy.ecd").write_text("all of a book")
print(folder.name, flush=True)
if len(sys.argv) > 1:
    sys.stdin.read()
os._exit(9)
"""


def killed(target: Path) -> str:
    """The name of a draft that a killed program left."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(target)], capture_output=True, text=True, check=False)
    assert done.returncode == 9
    assert target.with_name(done.stdout.strip()).exists()
    return done.stdout.strip()


def make_book(target: Path) -> None:
    Desk.create(target, small_records(), "张三").close()


def copy_book(target: Path) -> None:
    make_book(target.parent / "elsewhere" / "b.ecd")
    with Desk.open(target.parent / "elsewhere" / "b.ecd", read_only=True) as desk:
        desk.copy_to(target)


def export(target: Path) -> None:
    write_whole(target, b"whole")


def rescue(target: Path) -> None:
    write_rescue(target, RescueOf("1", "b.ecd", "年报", ""), ())


@pytest.mark.parametrize("write", [make_book, copy_book, export, rescue])
def test_the_next_that_writes_into_a_folder_clears_away_what_a_killed_one_left(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    killed(tmp_path / "a")
    write(tmp_path / "b")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b", "elsewhere"]


def test_what_is_somebody_elses_stays(tmp_path: Path) -> None:
    name = killed(tmp_path / "a")
    for left in tmp_path.iterdir():
        left.unlink()
    prefix, computer, process, rest = name.split("-")
    precious = tmp_path / "precious"
    others = [
        f"{prefix}-{'0' * 6}-{process}-{rest}",  # of another computer
        f"{name}.txt",
        f"my {name}",
        f".~{process}-{rest}",
        f"{prefix}-{computer}-{process}-mine.new",
        "a.new",
        "a.new-journal",
    ]
    for other in others:
        (tmp_path / other).write_text("mine")
    (tmp_path / name).mkdir()
    if sys.platform != "win32":
        precious.write_text("mine")
        others.append(f"{prefix}-{computer}-{process}-{'0' * 8}.new")
        (tmp_path / others[-1]).symlink_to(precious)
    with draft_beside(tmp_path / "b"):
        pass
    assert [(tmp_path / other).read_text() for other in others] == ["mine"] * len(others)
    assert (tmp_path / name).is_dir()


def test_what_is_still_being_written_stays(tmp_path: Path) -> None:
    with draft_beside(tmp_path / "a") as own:
        own.write_text("half")
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "b"), "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            name = other.stdout.readline().strip()
            drafts.clear_left(tmp_path)
            assert own.exists()
            assert (tmp_path / name).exists()
            other.communicate("")
        drafts.clear_left(tmp_path)
        assert not (tmp_path / name).exists()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def at_work(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", KILLED_AT_WORK, *arguments], stdin=PIPE, stdout=PIPE, text=True)


def test_the_next_that_works_clears_away_the_folder_that_a_killed_one_left(temporary: Path) -> None:
    with at_work() as gone, at_work("waits") as running:
        assert running.stdout is not None
        left = Path(gone.communicate("")[0].strip())
        used = Path(running.stdout.readline().strip())
        assert left.parent == used.parent == temporary
        (temporary / "ecdesk-mine").mkdir()
        with put_aside("文稿.docx", b"1") as path:
            assert path.read_bytes() == b"1"
            assert {one.name for one in temporary.iterdir()} == {used.name, path.parent.name, "ecdesk-mine"}
        running.communicate("")
    assert sorted(one.name for one in temporary.iterdir()) == sorted(["ecdesk-mine", used.name])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_called_like_a_working_folder_is_left_alone(temporary: Path, tmp_path: Path) -> None:
    with at_work() as gone:
        left = Path(gone.communicate("")[0].strip())
    kept = tmp_path / "kept"
    left.rename(kept)
    left.symlink_to(kept)
    with put_aside("a.txt", b"1"):
        assert left.is_symlink() and list(kept.iterdir())
