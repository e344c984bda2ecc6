"""Waivers: explanations of findings, and who answers for an exhibit: what they are tied to, and when they lapse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import now
from ecdesk.domain.book.encoding import encode_content
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.outline import Inside, content_digest, content_of, covered_exhibits, covered_keys
from ecdesk.domain.book.records import Exhibit, RuleRecord, SignOff, Waiver
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Content, Mark
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.moves import Move
from ecdesk.domain.resources import toml_data
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.time.moved_times import moved_times


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, str]:
    """Reason codes of explanations with their words, from ``resources/rules/reasons.toml``."""
    return {entry["code"]: entry["words"] for entry in _entries()}


def _entries() -> Sequence[Mapping[str, Any]]:
    entries: list[dict[str, Any]] = toml_data("rules", "reasons.toml")["reason"]
    return entries


def _blames_rounding(reason: str) -> bool:
    return any(entry["code"] == reason and entry.get("rounding", False) for entry in _entries())


def explanation(
    finding: Finding, rule: RuleRecord, reason: str, words: str, by: str, *, evidence: str = "", when: str | None = None
) -> Waiver:
    """The signed explanation of a finding, to be put into the book; it replaces an earlier one of the same finding.

    reason: one of `reasons`. by: who signs. Raises UserError when the name or the words are left out, the rule itself is at fault, or rounding is
    said to be the reason for what rounding cannot make.
    """
    if finding.fault:
        raise UserError("公式本身有误，不能以说明代替，请先改公式。")
    if not by.strip():
        raise UserError("说明需要署名，请填写姓名。")
    if not reason:
        raise UserError("请从列表中选择原因。")
    if reason not in reasons():
        raise UserError("没有“{reason}”这个原因，请从列表中选择。", reason=reason)
    if _blames_rounding(reason) and finding.verdict is Verdict.FAILS:
        raise _beyond_rounding(finding)
    if not words.strip():
        raise UserError("请写明为什么这个数可以保留。")
    return Waiver(
        id=finding.id,
        rule=finding.rule,
        rule_text=rule.text,
        subject=finding.subject,
        operands=_printed(finding),
        reason=reason,
        words=words.strip(),
        by=by.strip(),
        when=when or now(),
        evidence=evidence.strip(),
    )


def _beyond_rounding(finding: Finding) -> UserError:
    label = f"{finding.rule_name}，{finding.subject}".rstrip("，")
    if not finding.difference or not finding.tolerance:
        return UserError("“{finding}”不是四舍五入造成的，请改正，或选别的原因。", finding=label)
    return UserError(
        "“{finding}”相差{difference}，四舍五入至多造成{tolerance}，请改正，或选别的原因。",
        finding=label,
        difference=finding.difference,
        tolerance=finding.tolerance,
    )


def _printed(finding: Finding) -> tuple[tuple[str, str], ...]:
    return tuple((str(operand.key), operand.printed) for operand in finding.operands)


def lapse(waiver: Waiver, finding: Finding, rule: RuleRecord) -> Text | None:
    """Why an explanation no longer holds: the rule's text or a figure differs from what was signed; None while it stands."""
    if waiver.rule_text != rule.text:
        return text("公式由“{before}”改成了“{now}”，原说明失效。", before=waiver.rule_text, now=rule.text)
    signed, present = dict(waiver.operands), dict(_printed(finding))
    labels = {str(operand.key): operand.label for operand in finding.operands}
    for key in dict.fromkeys([*signed, *present]):
        before, after = signed.get(key, ""), present.get(key, "")
        if before != after or (key in signed) != (key in present):
            return text("{label}由“{before}”改成了“{now}”，原说明失效。", label=labels.get(key, key), before=before, now=after)
    return None


@dataclass(frozen=True)
class Explained:
    """Findings with the explanations that stand put in, and those that have lapsed with the reason why."""

    findings: tuple[Finding, ...]
    lapsed: Mapping[str, Text]
    """By the finding's id."""


def apply_explanations(findings: Iterable[Finding], book: Book, rules: Iterable[RuleRecord]) -> Explained:
    """Put the book's explanations to its findings."""
    result, waivers = list(findings), book.all(Waiver)
    by_id = {rule.id: rule for rule in rules}
    lapsed: dict[str, Text] = {}
    for number, finding in enumerate(result) if waivers else ():
        waiver = waivers.get(finding.id)
        rule = by_id.get(finding.rule)
        if isinstance(waiver, Waiver) and not waiver.suggestion and rule is not None:
            why = lapse(waiver, finding, rule)
            if why is None:
                result[number] = replace(finding, explained=waiver.words)
            else:
                lapsed[finding.id] = why
    return Explained(tuple(result), lapsed)


def suggestion(finding: Finding, book: Book) -> Waiver | None:
    """Last year's explanation of the same rule for the same subject, to be offered; it explains nothing until it is signed again."""
    before = book.period.before() if book.period is not None else None
    move = Move(before, book.period) if before is not None and book.period is not None else None
    for waiver in book.all(Waiver).values():
        if waiver.suggestion and waiver.rule == finding.rule:
            moved = moved_times(waiver.subject, move) if move is not None else waiver.subject
            if moved == finding.subject or waiver.subject == finding.subject:
                found: Waiver = waiver
                return found
    return None


def obstacles(findings: Iterable[Finding]) -> list[Finding]:
    """What stands against a final export: open 错误 and 核实 without an explanation."""
    return [finding for finding in findings if finding.is_open and finding.level in (Level.ERROR, Level.QUERY)]


# -- who answers for an exhibit or a chapter


_AS_IT_STANDS = "2:"
"""Before the fingerprint of a signature that covers words and layout, too; older ones cover figures and the texts of lists."""


class Fingerprints:
    """What somebody signs of a book as it is now, for questions about many of its exhibits and sections: each exhibit is looked at once."""

    def __init__(self, book: Book, findings: Iterable[Finding]) -> None:
        self.book = book
        self.inside = Inside(book)
        self._findings = list(findings)
        self._by_key: dict[Key, list[int]] = {}
        for number, finding in enumerate(self._findings):
            for key in set(finding.keys):
                self._by_key.setdefault(key, []).append(number)
        self._contents: dict[str, str] = {}
        self._concerned: dict[str, set[int]] = {}

    def look_at(self, exhibit: Exhibit) -> None:
        """Do now what `digest` needs of an exhibit."""
        self._content(exhibit)
        self._numbers(exhibit)

    def findings_on(self, about: str) -> list[Finding]:
        """Those that look at a figure of an exhibit or a section, in the order given."""
        numbers = set().union(*map(self._numbers, self.inside.exhibits(about)))
        return [self._findings[number] for number in sorted(numbers)]

    def digest(self, about: str) -> str:
        """A fingerprint of everything that the exhibit or section says, and of the verdicts and explanations on its figures."""
        content = content_digest(self.book, about, self.inside, self._content)
        written = json.dumps([content, _verdicts(self.findings_on(about))], ensure_ascii=False)
        return _AS_IT_STANDS + hashlib.sha256(written.encode("utf-8")).hexdigest()

    def stands(self, signature: SignOff) -> bool:
        """Whether nothing has changed since it was signed."""
        about = signature.about
        present = self.digest(about) if signature.digest.startswith(_AS_IT_STANDS) else self._first_digest(about)
        return signature.digest == present

    def sign(self, about: str, by: str, when: str | None = None, words: str = "") -> SignOff:
        """A signature under an exhibit or a section. words: why cells of it may be empty. Raises UserError while a finding is open in it, or without
        a name."""
        if not by.strip():
            raise UserError("签发需要署名，请填写姓名。")
        left = obstacles(self.findings_on(about))
        if left:
            raise UserError("还有 {count} 条审核结果没有改正或说明，不能签发。", count=len(left))
        return SignOff(about, about, by.strip(), when or now(), self.digest(about), words)

    def _content(self, exhibit: Exhibit) -> str:
        known = self._contents.get(exhibit.id)
        if known is None:
            known = self._contents[exhibit.id] = content_of(self.book, exhibit)
        return known

    def _numbers(self, exhibit: Exhibit) -> set[int]:
        known = self._concerned.get(exhibit.id)
        if known is None:
            keys = (key for _row, _column, key in cell_keys(exhibit))
            known = self._concerned[exhibit.id] = {number for key in keys for number in self._by_key.get(key, ())}
        return known

    def _first_digest(self, about: str) -> str:
        return _first_digest(self.book, about, self.findings_on(about))


def _verdicts(concerned: Iterable[Finding]) -> list[list[str]]:
    return sorted([finding.id, finding.verdict.value, finding.explained] for finding in concerned)


def _first_digest(book: Book, about: str, concerned: Iterable[Finding]) -> str:
    """The fingerprint of the first signatures. concerned: the findings on figures of it."""
    observations = ((key, book.observation(key)) for key in sorted(set(covered_keys(book, about))))
    figures = [
        [str(key), _signed(one.content), one.note] for key, one in observations if one is not None and one.content is not None
    ]
    texts = [list(row.texts.items()) for exhibit in covered_exhibits(book, about) for row in exhibit.rows if row.texts]
    written = json.dumps([figures, _verdicts(concerned), *([texts] if texts else [])], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


_SIGNS = {Mark.NONE: "—", Mark.UNKNOWN: "…"}
"""How two states were written when the first signatures were given: these hold as long as nothing else changes."""


def _signed(content: Content) -> Any:
    return _SIGNS[content] if isinstance(content, Mark) and content in _SIGNS else encode_content(content)
