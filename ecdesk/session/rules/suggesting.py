"""Which cell is wrong: looked for on a copy of the book, so that it can run beside the editing; applied only when somebody says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecdesk.checks import Checker, Last, Remedies, Suggestion
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.book.layouts.outline import covered_keys
from ecdesk.domain.book.records import Observation, Origin, OriginKind, SignOff
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk, put_content
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables.charting import RULE as CHART_RULE


@dataclass(frozen=True)
class Suggestions:
    """What was found. seq: the last step of the book that it was found in. by_finding: by the finding's id, best first, empty where nothing
    can be said."""

    seq: int
    by_finding: Mapping[str, tuple[Suggestion, ...]]


def localisable(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of which it makes sense to look for the wrong cell; what is said of a chart is about no cell."""
    failing = (one for one in findings if one.verdict is Verdict.FAILS and not one.fault and not one.explained)
    return [one for one in failing if not one.rule.startswith(CHART_RULE)]


def suggest(desk: Desk, checks: Checks) -> Job[Suggestions]:
    """A job that looks for the wrong cells of all failing findings; it stands on a copy of the book, made right here."""
    wanted = tuple(localisable(checks.findings()))
    approved = {
        key
        for signature in desk.book.all(SignOff).values()
        if isinstance(signature, SignOff)
        for key in covered_keys(desk.book, signature.about)
    }
    return _suggest(desk.book.snapshot(), checks.last, desk.seq, wanted, frozenset(approved))


def _suggest(book: Book, last: Last, seq: int, wanted: tuple[Finding, ...], approved: frozenset[Key]) -> Job[Suggestions]:
    yield Progress(0, len(wanted), text("正在查找有误的单元格…"))
    checker = Checker(book, last=last)
    own = {finding.id: finding for finding in checker.findings()}
    found: dict[str, tuple[Suggestion, ...]] = {}
    remedies = Remedies(checker, approved)
    for number, finding in enumerate(wanted):
        instance = checker.instance(own[finding.id]) if finding.id in own else None
        found[finding.id] = tuple(remedies.of(instance)) if instance is not None else ()
        yield Progress(number + 1, len(wanted), text("正在查找有误的单元格…"))
    return Suggestions(seq, found)


def apply_suggestion(desk: Desk, suggestion: Suggestion) -> None:
    """Put right what a suggestion says, as one step. Raises UserError for one that does not know the right figure."""
    if not suggestion.known:
        raise UserError("这条建议没有给出应有的数，请核对后自己改。")
    with desk.edit(text("按审核建议改正：{change}", change=suggestion.text)) as edit:
        for key, content in suggestion.contents.items():
            if content is None:
                edit.remove(Observation, key)
            else:
                put_content(edit, key, content, Origin(OriginKind.TYPED, by=desk.who, raw=print_content(content)))
