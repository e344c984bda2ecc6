"""Findings as comments in a copy of the manuscript, and as a plain list."""

from __future__ import annotations

import copy
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ecdesk.domain.book.findings import VERDICT_NAMES, Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import same_file
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import tr
from ecdesk.prose.claims import Claim
from ecdesk.prose.document import Document, Piece
from ecdesk.prose.docx_reading import paragraphs_in_order, visible_text
from ecdesk.prose.formats import FormatFinding
from ecdesk.prose.proof import ProofResult
from ecdesk.prose.reading import read_document

_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMMENTED = (Verdict.FAILS, Verdict.ROUNDING, Verdict.UNDECIDED)
AUTHOR = "ecdesk"


def write_comments(docx_in: Path | str, docx_out: Path | str, findings: Iterable[Claim | FormatFinding]) -> int:
    """Write a copy of a .docx with a comment at each finding; the number of comments.

    docx_in is only read. findings: of the proof of that very file. A finding in a footnote is noted at the paragraph before the notes,
    since Word takes no comments inside them. Raises UserError where the copy would replace the original or cannot be written.
    """
    source, target = Path(docx_in), Path(docx_out)
    if source == target or same_file(source, target):
        raise UserError("批注只写入副本，请为“{file}”的副本另取一个文件名。", file=source.name)
    document = read_document(source)
    if document.format != "docx":
        raise UserError("“{file}”不是 .docx，不能加批注，请导出清单。", file=source.name)
    import docx

    word = docx.Document(str(source))
    paragraphs = list(paragraphs_in_order(word.element.body))
    wanted: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for finding in findings:
        if isinstance(finding, Claim) and finding.verdict not in COMMENTED:
            continue
        start, end, words = _place_and_words(finding)
        piece = _piece(document, start)
        if piece is None:
            continue
        if piece.paragraph < 0:
            wanted[len(paragraphs) - 1].append((0, 0, tr("脚注“{text}”：{words}", text=document.text[start:end], words=words)))
        else:
            wanted[piece.paragraph].append((start - piece.start, min(end, piece.end) - piece.start, words))
    count = 0
    for number, places in sorted(wanted.items()):
        if not 0 <= number < len(paragraphs):
            continue
        for start, end, words in places:
            runs = _runs(word, paragraphs[number], start, end)
            if runs:
                word.add_comment(runs, text=words, author=AUTHOR, initials="ec")
                count += 1
    written = io.BytesIO()
    word.save(written)
    write_whole(target, written.getvalue())
    return count


def finding_list(result: ProofResult) -> list[dict[str, str]]:
    """Every claim that needs a look and every format finding, as rows of plain text: place, text, kind, verdict, relation, message."""
    rows = []
    findings: list[Claim | FormatFinding] = [*(claim for claim in result.claims if claim.verdict in COMMENTED), *result.format]
    for finding in findings:
        start, end, words = _place_and_words(finding)
        line = result.document.text.count("\n", 0, start) + 1
        rows.append(
            {
                "line": str(line),
                "text": result.document.text[start:end],
                "kind": finding.kind if isinstance(finding, Claim) else "format",
                "verdict": tr(VERDICT_NAMES[finding.verdict]) if isinstance(finding, Claim) else "",
                "relation": finding.relation if isinstance(finding, Claim) else "",
                "message": words,
            }
        )
    return sorted(rows, key=lambda row: int(row["line"]))


def _place_and_words(finding: Claim | FormatFinding) -> tuple[int, int, str]:
    """Where a finding is shown: at its last figure, which is mostly the one that was computed from the others."""
    if isinstance(finding, FormatFinding):
        return finding.start, finding.end, str(finding.message)
    last = max(finding.operands, key=lambda operand: operand.start)
    words = str(finding.message)
    if finding.cause is not None:
        words = f"{words}{finding.cause}"
    return last.start, last.end, f"{words}\n{finding.relation}"


def _piece(document: Document, at: int) -> Piece | None:
    return next((piece for piece in document.pieces if piece.start <= at < piece.end), None)


def _runs(word: Any, paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold just this span of a paragraph's text; runs are divided where the span begins and ends inside one."""
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    position = 0
    held: list[Any] = []
    for element, text in list(visible_text(paragraph)):
        first, last = position, position + len(text)
        position = last
        if last <= start or (end and first >= end) or not text:
            continue
        run = element.getparent()
        if run is None or run.tag != f"{_NAMESPACE}r":
            continue
        texts = [child for child in run if child.tag != f"{_NAMESPACE}rPr"]
        if element.tag == f"{_NAMESPACE}t" and len(texts) == 1:
            run = _divided(run, element, max(0, start - first), min(len(text), (end or last) - first))
        if run not in held:
            held.append(run)
    owner = Paragraph(paragraph, word._body)
    return [Run(run, owner) for run in held]


def _divided(run: Any, text: Any, start: int, end: int) -> Any:
    """The run with only the characters from start to end; what was before and after stands in runs of its own."""
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
    element = run.find(f"{_NAMESPACE}t")
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
