"""Comments in a copy of a .docx, each at the words that it is about."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ecdesk.documents.reading import document_bytes, document_in
from ecdesk.documents.word import RUN, RUN_FORMAT, TEXT, WordParts, paragraph_elements, visible_text
from ecdesk.domain.documents import Document, Piece, TextComment
from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.files.paths import same_file
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import tr

AUTHOR = "ecdesk"


def write_comments(source: Path, target: Path, comments: Iterable[TextComment]) -> int:
    """Write a copy of a .docx with comments; how many were written.

    source is only read. Raises UserError where the copy would replace the original or cannot be written.
    """
    if source == target or same_file(source, target):
        raise UserError("批注只写入副本，请为“{file}”的副本另取一个文件名。", file=source.name)
    content, written = commented(document_bytes(source), source.name, comments)
    write_whole(target, content)
    return written


def commented(data: bytes, name: str, comments: Iterable[TextComment]) -> tuple[bytes, int]:
    """The bytes of a .docx with comments, and how many were written.

    A comment on a footnote stands at the last paragraph of the body, since Word takes no comments inside footnotes. Raises UserError for
    what is no .docx.
    """
    document = document_in(data, name)
    if document.format != "docx":
        raise UserError("“{file}”不是 .docx，不能加批注，请导出清单。", file=name)
    word = _opened(data, name)
    paragraphs = paragraph_elements(word.element.body)
    placed = [place for comment in comments if (place := _placed(document, comment, len(paragraphs))) is not None]
    written = 0
    for number, comment in sorted(placed, key=lambda place: place[0]):
        runs = _runs(word, paragraphs[number], comment.start, comment.end)
        if runs:
            word.add_comment(runs, text=writable(comment.words), author=AUTHOR, initials="ec")
            written += 1
    memory = io.BytesIO()
    word.save(memory)
    return memory.getvalue(), written


def _opened(data: bytes, name: str) -> Any:
    """The .docx for changing, from parts that came through the door. Raises UserError for one that lacks what makes it a package."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    clean = WordParts(data, name).clean()
    try:
        word = docx.Document(clean)
        _ = word.element.body, word.comments, word.styles
    except (KeyError, ValueError, AttributeError, PackageNotFoundError) as fault:
        raise door.damaged(name) from fault
    return word


def _placed(document: Document, comment: TextComment, count: int) -> tuple[int, TextComment] | None:
    """The number of the paragraph, of so many, at which a comment stands, and the comment with its span in that paragraph."""
    piece = _piece(document, comment.start)
    if piece is None or max(piece.paragraph, 0) >= count:
        return None
    if piece.paragraph < 0:
        words = tr("脚注“{text}”：{words}", text=document.text[comment.start : comment.end], words=comment.words)
        return count - 1, TextComment(0, 0, words)
    return piece.paragraph, TextComment(comment.start - piece.start, min(comment.end, piece.end) - piece.start, comment.words)


def _piece(document: Document, at: int) -> Piece | None:
    return next((piece for piece in document.pieces if piece.start <= at < piece.end), None)


def _runs(word: Any, paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold just this span of a paragraph's text, all of it where the end is 0; runs are divided where the span begins and
    ends inside one."""
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    shown = list(visible_text(paragraph))
    end = end or sum(len(text) for _element, text in shown)
    position, held = 0, []
    for element, text in shown:
        first, position = position, position + len(text)
        run = element.getparent()
        if text and first < end and position > start and run.tag == RUN:
            run = _divided(run, element, max(0, start - first), min(len(text), end - first))
            if run not in held:
                held.append(run)
    owner = Paragraph(paragraph, word._body)
    return [Run(run, owner) for run in held]


def _divided(run: Any, text: Any, start: int, end: int) -> Any:
    """The run with only the characters from start to end; what was before and after stands in runs of its own. A run that holds more than
    one text stays whole."""
    if [child.tag for child in run if child.tag != RUN_FORMAT] != [TEXT]:
        return run
    whole = text.text or ""
    if start > 0:
        before = copy.deepcopy(run)
        _set_text(before, whole[:start])
        run.addprevious(before)
    if end < len(whole):
        after = copy.deepcopy(run)
        _set_text(after, whole[end:])
        run.addnext(after)
    _set_text(run, whole[start:end])
    return run


def _set_text(run: Any, words: str) -> None:
    element = run.find(TEXT)
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
