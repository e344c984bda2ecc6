"""Copies of a manuscript with corrections in them: tracked changes and comments in a .docx, changed text in .txt and .md."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.documents.reading import document_bytes, document_in, encoded_like
from ecdesk.documents.word import W
from ecdesk.documents.writing.word_changes import Marking, Signature, add_comment, changeable, mark
from ecdesk.documents.writing.word_copy import WordCopy
from ecdesk.domain.documents import Document, Piece, TextChange, TextComment, spliced
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import same_file
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import tr

AUTHOR = "ecdesk"
_REFERENCES = (f"{W}footnoteReference", f"{W}endnoteReference")


@dataclass(frozen=True, slots=True)
class Revised:
    """What a copy has: how many changes and comments were written."""

    changes: int = 0
    comments: int = 0


def write_comments(source: Path, target: Path, comments: Iterable[TextComment]) -> int:
    """Write a copy of a .docx with comments; how many were written.

    source is only read. Raises UserError where the copy would replace the original or cannot be written.
    """
    if source == target or same_file(source, target):
        raise UserError("批注只写入副本，请为“{file}”的副本另取一个文件名。", file=source.name)
    content, written = commented(document_bytes(source), source.name, tuple(comments))
    write_whole(target, content)
    return written


def commented(data: bytes, name: str, comments: Sequence[TextComment], author: str = AUTHOR, when: str = "") -> tuple[bytes, int]:
    """The bytes of a .docx with comments, and how many were written. Raises UserError for what is no .docx."""
    if document_in(data, name).format != "docx":
        raise UserError("“{file}”不是 .docx，不能加批注，请导出清单。", file=name)
    content, written = revised(data, name, (), comments, author, when)
    return content, written.comments


def revised(
    data: bytes, name: str, changes: Sequence[TextChange], comments: Sequence[TextComment], author: str, when: str
) -> tuple[bytes, Revised]:
    """The bytes of a manuscript with these changes and comments, and how many were written.

    Of a .docx every change is tracked, under the author's name and the time (ISO 8601); a change that no run of text holds becomes a comment
    that asks for it, and a comment on a note stands where the text refers to the note, since Word takes none inside notes. .txt and .md
    hold changes only, in the encoding that they came in. Changes must not overlap. Raises UserError for what cannot be read.
    """
    document = document_in(data, name)
    if document.format != "docx":
        return encoded_like(data, spliced(document.text, changes)), Revised(len(changes))
    word = WordCopy(data, name)
    signature = Signature(author, when, word.numbers())
    places = _Places(document, word)
    markings: dict[int, Marking] = defaultdict(Marking)
    count = 0
    waiting = list(comments)
    for change in changes:
        place = places.of(change.start, change.end)
        own = TextChange(*place[1:], change.words) if place is not None else None
        if place is None or own is None or not changeable(word.element(place[0]), own):
            waiting.append(TextComment(change.start, change.end, tr("请改为：{words}", words=change.words)))
            continue
        markings[place[0]].changes.append(own)
        count += 1
    written = 0
    for comment in waiting:
        placed = places.of_comment(comment)
        if placed is not None:
            number, found = placed
            markings[number].comments.append((found, add_comment(word.comments(), found.words, signature)))
            written += 1
    for number, marking in markings.items():
        mark(word.element(number), marking, signature)
    return word.content(), Revised(count, written)


class _Places:
    """Where spans of a document's text stand in its paragraphs."""

    def __init__(self, document: Document, word: WordCopy) -> None:
        self._document = document
        self._pieces = document.pieces
        self._starts = [piece.start for piece in document.pieces]
        self._word = word
        self._references: dict[int, int] | None = None

    def of(self, start: int, end: int) -> tuple[int, int, int] | None:
        """The number of the paragraph that holds a span, and the span in it; None where no paragraph holds all of it."""
        piece = self._piece(start)
        if piece is None or end > piece.end or self._word.element(piece.paragraph) is None:
            return None
        return piece.paragraph, start - piece.start, end - piece.start

    def of_comment(self, comment: TextComment) -> tuple[int, TextComment] | None:
        """The number of the paragraph at which a comment stands, and the comment with its span in that paragraph."""
        place = self.of(comment.start, min(comment.end, piece.end) if (piece := self._piece(comment.start)) else comment.end)
        if place is None:
            return None
        number, start, end = place
        if number >= 0:
            return number, TextComment(start, end, comment.words)
        words = tr("脚注“{text}”：{words}", text=self._document.text[comment.start : comment.end], words=comment.words)
        number = self._reference(number)
        return (number, TextComment(0, 0, words)) if number >= 0 else None

    def _piece(self, at: int) -> Piece | None:
        place = bisect_right(self._starts, at) - 1
        piece = self._pieces[place] if place >= 0 else None
        return piece if piece is not None and at <= piece.end else None

    def _reference(self, note: int) -> int:
        """The number of the paragraph of the body that refers to a paragraph of a note, else of the last one."""
        if self._references is None:
            self._references = self._found_references()
        return self._references.get(note, len(self._word.paragraphs) - 1)

    def _found_references(self) -> dict[int, int]:
        referring = {
            (reference.tag, reference.get(f"{W}id")): number
            for number, paragraph in enumerate(self._word.paragraphs)
            for reference in paragraph.iter(*_REFERENCES)
        }
        found = {}
        for number, paragraph in enumerate(self._word.notes):
            place = referring.get(_reference_to(paragraph))
            if place is not None:
                found[-1 - number] = place
        return found


def _reference_to(paragraph: Any) -> tuple[str, str | None]:
    """How the body refers to the note that a paragraph stands in."""
    note = next(paragraph.iterancestors(f"{W}footnote", f"{W}endnote"))
    return f"{note.tag}Reference", note.get(f"{W}id")
