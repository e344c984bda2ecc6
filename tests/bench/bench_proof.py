"""Proofreading a long text, and a .docx of many paragraphs: the time; and the memory that it takes at most for each character."""

from __future__ import annotations

import random
import tempfile
import tracemalloc
from pathlib import Path

from ecdesk.documents import read_document
from ecdesk.prose import Document, proof
from tests.bench.harness import Row, seconds
from tests.documents.test_documents import docx_file
from tests.prose.campaign import Maker

CHARACTERS, PARAGRAPHS = 150_000, 3000


def rows() -> list[Row]:
    text = prose(CHARACTERS)
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for line in prose(2 * CHARACTERS).split("\n") if line][:PARAGRAPHS]
        path = docx_file(Path(folder) / "long.docx", "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines))
        docx = seconds(lambda: proof(read_document(path)), 3)
    return [
        Row(f"proof of {CHARACTERS:,} characters", seconds(lambda: proof(Document(text)), 3), "", None, "s", 2),
        Row(f"proof of a .docx of {PARAGRAPHS:,} paragraphs", docx, "", None, "s", 2),
        Row("memory of a proof for each character", memory(text) / len(text), "", None, "B", 150),
    ]


def prose(characters: int) -> str:
    """Paragraphs of statistical prose with figures of their own."""
    maker, pieces = Maker(random.Random(16)), [""]
    while sum(map(len, pieces)) < characters:
        pieces.append(maker.whole().render())
    return "\n".join(pieces)


def memory(text: str) -> int:
    """The most bytes that the proof of a text holds at a time."""
    tracemalloc.start()
    try:
        proof(Document(text))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
