"""What is found in a manuscript, for those who mend it: as comments on its text, and as a plain list."""

from __future__ import annotations

from ecdesk.domain.book.findings import VERDICT_NAMES, Verdict
from ecdesk.domain.documents import TextComment
from ecdesk.domain.texts import tr
from ecdesk.prose.claims import Claim
from ecdesk.prose.formats import FormatFinding
from ecdesk.prose.proof import ProofResult

COMMENTED = (Verdict.FAILS, Verdict.ROUNDING, Verdict.UNDECIDED)


def comments_on(result: ProofResult) -> list[TextComment]:
    """A comment for every claim that needs a look and every format finding."""
    return [_comment(finding) for finding in _needing_a_look(result)]


def finding_list(result: ProofResult) -> list[dict[str, str]]:
    """What `comments_on` comments, as rows of plain text: line, text, kind, verdict, relation, message; in the order of the lines."""
    rows = []
    for finding in _needing_a_look(result):
        comment = _comment(finding)
        line = result.document.text.count("\n", 0, comment.start) + 1
        rows.append(
            {
                "line": str(line),
                "text": result.document.text[comment.start : comment.end],
                "kind": finding.kind if isinstance(finding, Claim) else "format",
                "verdict": tr(VERDICT_NAMES[finding.verdict]) if isinstance(finding, Claim) else "",
                "relation": finding.relation if isinstance(finding, Claim) else "",
                "message": comment.words,
            }
        )
    return sorted(rows, key=lambda row: int(row["line"]))


def _needing_a_look(result: ProofResult) -> list[Claim | FormatFinding]:
    return [*(claim for claim in result.claims if claim.verdict in COMMENTED), *result.format]


def _comment(finding: Claim | FormatFinding) -> TextComment:
    """What is said of a finding, at its last figure, which is mostly the one that was computed from the others."""
    if isinstance(finding, FormatFinding):
        return TextComment(finding.start, finding.end, str(finding.message))
    last = max(finding.operands, key=lambda operand: operand.start)
    words = f"{finding.message}{finding.cause}" if finding.cause is not None else str(finding.message)
    return TextComment(last.start, last.end, f"{words}\n{finding.relation}")
