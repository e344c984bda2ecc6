"""Explanations of findings: sign one, withdraw it, take up last year's again. Which stand and which have lapsed, `Checks` says."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ecdesk.checks.engine import waivers
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import RuleRecord, Waiver
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables.charting import RULE as CHART_RULE


def reasons() -> Mapping[str, str]:
    """Reason codes of explanations with their words (Chinese, to be given to ``tr``), in the order of the list."""
    return waivers.reasons()


def explain(
    desk: Desk, checks: Checks, findings: Collection[Finding], reason: str, words: str, evidence: str = "", *, by: str = ""
) -> list[Waiver]:
    """Sign an explanation of one or several findings as one step.

    by: who signs, the person at the desk unless said otherwise. Raises UserError, and signs none, when something is left out.
    """
    if not findings:
        raise UserError("请先选中要说明的审核结果。")
    rules = _rules(checks)
    signed = []
    for finding in findings:
        rule = rules.get(finding.rule)
        if rule is None and finding.rule.startswith(CHART_RULE):
            raise UserError("“{name}”是对图的提示，不用说明；照着改了就没有了。", name=finding.title)
        if rule is None:
            raise UserError("“{name}”这条公式已经不在年报里了，不能说明。", name=finding.title)
        signed.append(waivers.explanation(finding, rule, reason, words, by.strip() or desk.who, evidence=evidence))
    first = next(iter(findings))
    label = f"{first.rule_name}，{first.subject}".rstrip("，")
    single = text("说明审核结果“{finding}”", finding=label)
    with desk.edit(single if len(signed) == 1 else text("说明 {count} 条审核结果", count=len(signed))) as edit:
        for waiver in signed:
            edit.put(waiver)
    return signed


def withdraw(desk: Desk, finding_ids: Collection[str]) -> None:
    """Take explanations back as one step; findings without one are left alone."""
    with desk.edit(text("撤回 {count} 条审核说明", count=len(finding_ids))) as edit:
        for id in finding_ids:
            edit.remove(Waiver, id)


def explanation_of(desk: Desk, finding: Finding) -> Waiver | None:
    """The signed explanation of a finding, whether it stands or has lapsed."""
    found = desk.book.get(Waiver, finding.id)
    return found if found is not None and not found.suggestion else None


def suggestion_for(desk: Desk, finding: Finding) -> Waiver | None:
    """Last year's explanation of the same rule for the same subject; it explains nothing until it is signed again."""
    return waivers.suggestion(finding, desk.book)


def _rules(checks: Checks) -> dict[str, RuleRecord]:
    return {record.id: record for record in checks.checker.records}
