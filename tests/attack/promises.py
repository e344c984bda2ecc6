"""What holds after whatever was done to a book: it opens, what was said to be saved is there, nobody is kept out, nothing is left lying about."""

from __future__ import annotations

import zipfile
from hashlib import blake2b
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RECORD_TYPES, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.crash_reports import crash_folder
from ecdesk.session.versions.versions import book_at
from ecdesk.storage.copies import copies_folder, safety_copies
from tests.attack.limits import last_words

State = tuple[int, str]
"""Number of the last step, and a mark of all records."""


def mark_of(book: Book) -> str:
    """A mark of all that a book holds, without its history."""
    digest = blake2b(digest_size=12)
    for type in RECORD_TYPES.values():
        for line in sorted(repr(record) for record in book.all(type).values()):
            digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def state_of(desk: Desk) -> State:
    return desk.seq, mark_of(desk.book)


def saved_line(desk: Desk) -> str:
    """What a child says when a book was shown as saved."""
    seq, mark = state_of(desk)
    return f"saved\t{desk.path.name}\t{seq}\t{mark}"


def last_saved(lines: list[str]) -> dict[str, State]:
    """What was said to be saved last, of each book."""
    found = {}
    for line in lines:
        if line.startswith("saved\t"):
            _word, name, seq, mark = line.split("\t")
            found[name] = int(seq), mark
    return found


def faults_of_book(path: Path, saved: State | None) -> list[str]:
    """What is wrong with a book after its writer was killed. saved: what was said to be saved last, None where nothing is known of that."""
    if not path.exists():
        return [] if saved is None else [f"{path.name} is gone"]
    try:
        desk = Desk.open(path, "afterwards")
    except UserError as refusal:
        return [f"{path.name} does not open: {refusal}"]
    with desk:
        if desk.read_only:
            return [f"{path.name} is kept from its owner: {desk.file.reason}"]
        faults = [] if desk.file.integrity() == "ok" else [f"{path.name}: {desk.file.integrity()}"]
        if saved is not None:
            faults += _faults_of_state(desk, saved)
        before = mark_of(desk.book)
        try:
            with desk.edit(text("试验")) as edit:
                edit.put(Setting("afterwards", "yes"))
            desk.undo()
        except UserError as refusal:
            return [*faults, f"{path.name} cannot be saved: {refusal}"]
        if mark_of(desk.book) != before:
            faults.append(f"{path.name}: taking back does not lead back")
    return faults


def _faults_of_state(desk: Desk, saved: State) -> list[str]:
    seq, mark = saved
    if desk.seq < seq:
        return [f"step {seq} was saved, {desk.seq} is there"]
    return [] if mark_of(book_at(desk, seq)) == mark else [f"after step {seq} the book is another than was saved"]


def is_whole(path: Path) -> bool:
    """Whether a file that was written is complete, as far as its kind shows."""
    content = path.read_bytes()
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None and "[Content_Types].xml" in archive.namelist()
    endings = {".svg": b"</svg>", ".csv": b"\n", ".pdf": b"%%EOF"}
    return content.rstrip(b" \r\n" if path.suffix != ".csv" else b"").endswith(endings.get(path.suffix, b""))


def faults_of_outputs(folder: Path, written: list[str]) -> list[str]:
    """Files that were said to be written and are not there, and any that is there in part."""
    faults = [f"{name} was written and is gone" for name in written if not (folder / name).exists()]
    for path in folder.rglob("*"):
        if path.suffix in (".xlsx", ".docx", ".csv", ".svg", ".pdf") and not path.name.startswith(".~"):
            try:
                whole = is_whole(path)
            except (zipfile.BadZipFile, OSError) as fault:
                whole = False
                faults.append(f"{path.name}: {fault}")
            if not whole:
                faults.append(f"{path.name} is there in part")
    return faults


def left_about(folder: Path, known: frozenset[str]) -> list[str]:
    """What lies in a folder of books after each was opened and something was written into it, and should not. known: names that may."""
    for place in [folder, *(path for path in folder.rglob("*") if path.is_dir() and path.suffix != ".safety")]:
        note = place / "afterwards.txt"
        write_whole(note, b"")
        note.unlink()
    books = list(folder.glob("*.ecd"))
    copies = {copy for book in books for copy in safety_copies(book)}
    folders = {copies_folder(book) for book in books}
    return [
        f"{path.relative_to(folder)} is left lying about"
        for path in folder.rglob("*")
        if path not in copies
        and path not in folders
        and not path.is_dir()
        and path.name not in known
        and path.suffix not in _OUTPUTS
    ]


_OUTPUTS = {".ecd", ".xlsx", ".docx", ".csv", ".svg"}


def bugs() -> list[str]:
    """What each report of a bug in the folder of this user says."""
    found = []
    for report in crash_folder().glob("*.txt"):
        found.append(f"a bug: {last_words(report.read_text(encoding='utf-8').partition(chr(10) + 'Log:')[0])}")
    return found
