"""Reading a document by its ending: .txt and .md here, .docx in `word`."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from ecdesk.documents.word import read_word
from ecdesk.domain.documents import Composition, Document, document_of
from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door

LONGEST_TEXT = 2_000_000
"""Characters; a yearly report of 150 pages has 150,000."""
MOST_NUMBERS = 40_000
"""Such a report has 5,000."""
MOST_LINES = 40_000
"""With something in them; such a report has 4,000, the cells of its tables taken for lines."""


def read_document(path: Path | str) -> Document:
    """The manuscript in a file, by its ending: .txt, .md or .docx.

    Raises UserError for a file that is not there, is of another kind, is damaged, too large, or holds no text.
    """
    file = Path(path)
    return document_in(document_bytes(file), file.name)


def document_bytes(file: Path) -> bytes:
    """The bytes of a manuscript. Raises UserError for a file that is not there, is of another kind, empty or too large."""
    _kind(file.name)
    return door.read_bytes(file)


def document_in(data: bytes, name: str) -> Document:
    """The manuscript in some bytes, by the ending of its name. Raises UserError where they are damaged, too large, or hold no text."""
    kind = _kind(name)
    if kind == ".docx":
        document = document_of(read_word(data, name), name, "docx")
    else:
        document = Document(_decoded(data, name), name, "md" if kind.startswith(".m") else "txt")
    refusal = _asking_too_much(document)
    if refusal is not None:
        raise refusal
    return document


def _asking_too_much(document: Document) -> UserError | None:
    """Why a manuscript has more in it than is proofread at once; None where it has not."""
    name, text = document.name, document.text
    if (count := len(text)) > LONGEST_TEXT:
        return UserError(
            "文稿“{file}”有 {count} 个字符，超过 {limit} 个的上限，请分章保存后逐章核对。",
            file=name,
            count=count,
            limit=LONGEST_TEXT,
        )
    if (count := sum(1 for _number in _NUMBER.finditer(text))) > MOST_NUMBERS:
        return UserError(
            "文稿“{file}”里有 {count} 个数，超过 {limit} 个的上限，请分章保存后逐章核对。",
            file=name,
            count=count,
            limit=MOST_NUMBERS,
        )
    if (count := sum(1 for line in text.splitlines() if line.strip())) > MOST_LINES:
        return UserError(
            "文稿“{file}”有 {count} 段，超过 {limit} 段的上限，请分章保存后逐章核对。", file=name, count=count, limit=MOST_LINES
        )
    return None


_NUMBER = re.compile(r"[0-9０-９]+")


def composed(data: bytes, name: str, kind: str) -> Composition:
    """The tables and the prose of a document. kind: docx, pdf or text, by its content. Raises UserError where it is damaged, locked, too large,
    or without text."""
    if kind == "docx":
        from ecdesk.documents.word_tables import compose_word

        return compose_word(data, name)
    if kind == "pdf":
        from ecdesk.documents.pdf import compose_pdf

        return compose_pdf(data, name)
    from ecdesk.documents.text_tables import compose_text

    return compose_text(door.decoded(data, name)[0], name)


def pages_of(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """The stretches of text on each page of a PDF, in reading order. Raises UserError where it is damaged, locked or too large."""
    from ecdesk.documents.pdf import pieces_of_pages

    return pieces_of_pages(data, name)


def _kind(name: str) -> str:
    kind = PurePath(name).suffix.lower()
    if kind not in (".txt", ".md", ".markdown", ".docx"):
        raise UserError("“{file}”不是可以核对的文稿，请另存为 .docx、.txt 或 .md 后再试。", file=name)
    return kind


def encoded_like(data: bytes, text: str) -> bytes:
    """A text in the encoding that some bytes are in, with the mark that they begin with."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return mark + text.encode(encoding)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return text.encode("utf-8")


_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""How UTF-16 begins; that of UTF-8 is a character of the text."""


def _decoded(data: bytes, name: str) -> str:
    """The text of a file as ``open(newline="")`` reads it: UTF-8 first, then UTF-16 by its mark, then GB 18030."""
    encodings = ["utf-16"] if data[:2] in _MARKS else ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\x00") > len(text) // 1000:
            break
        return text
    raise UserError("“{file}”不是文本文件，或者编码无法识别，请另存为 UTF-8 编码的 .txt 后再试。", file=name)
