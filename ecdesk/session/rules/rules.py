"""What can be done with rules: write, change, rename, reorder, switch off and on, remove; each is one undoable step.

A book that has no rules of its own is checked by the standard ones. With the first change of a rule they become the book's own, in
the same step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from ecdesk.checks import Checker, RuleError, explain, parse, standard_rules
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text
from ecdesk.session.book.desk import Desk, Editing
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.rules.contradictions import MOST_ROWS, contradiction
from ecdesk.storage.bookfile import BookFile, Head

LEVELS = tuple(level.value for level in Level)


# -- reading


def rules_of(book: Book) -> list[RuleRecord]:
    """Every rule of a book in order, those that are switched off among them; the standard ones while it has none of its own."""
    own: list[RuleRecord] = sorted(book.all(RuleRecord).values(), key=lambda record: (record.order, record.id))
    return own or standard_rules(book)


def rule_of(book: Book, id: str) -> RuleRecord:
    """The rule with an id; raises UserError when it is not there any more."""
    found = next((record for record in rules_of(book) if record.id == id), None)
    if found is None:
        raise UserError("这条公式已经不在年报里了。")
    return found


@dataclass(frozen=True)
class RuleProblem:
    """What is wrong with a rule's text, at characters offset up to offset + length. fatal: the text cannot even be read."""

    offset: int
    length: int
    message: Text
    fatal: bool = False
    level: Level = Level.ERROR


@dataclass(frozen=True)
class RuleReport:
    """What a rule's text comes to in a book.

    meaning: in plain sentences, "" when it cannot run. counts: how many times it came to each verdict. findings: whatever is
    not simply a pass. keys: every figure that it looks at.
    """

    problems: tuple[RuleProblem, ...] = ()
    meaning: str = ""
    counts: Counter[Verdict] = field(default_factory=Counter)
    findings: tuple[Finding, ...] = ()
    keys: frozenset[Key] = frozenset()

    @property
    def readable(self) -> bool:
        return not any(problem.fatal for problem in self.problems)

    @property
    def instances(self) -> int:
        return sum(self.counts.values())

    @property
    def areas(self) -> frozenset[str]:
        return frozenset(key.area for key in self.keys)


def examine(standing: Checker, written: str, id: str = "", level: str = "error") -> RuleReport:
    """Read a rule and try it on a book, without storing anything.

    standing: the book with its present rules (`Checks.checker`). id: of the rule that this text is to replace, so that it is not compared
    with itself.
    """
    book = standing.book
    try:
        parse(written)
    except RuleError as error:
        return RuleReport((_problem(error, fatal=True),))
    record = RuleRecord(id or new_uid(), "", written, level)
    checker = Checker(book, [record], standing.last, beside=standing)
    keys = frozenset(checker.keys_of_rule(record.id))
    problems = [*_faults(checker, written), *_same_text(written, book, id)]
    findings = tuple(finding for finding in checker.findings() if not finding.fault)
    if not checker.rules:
        return RuleReport(tuple(problems), "", checker.counts, findings, keys)
    found = contradiction(checker.instances_of_rule(record.id, MOST_ROWS), standing, id)
    if found is not None:
        problems.append(RuleProblem(0, len(written), found))
    return RuleReport(tuple(problems), explain(record, book), checker.counts, findings, keys)


def _faults(checker: Checker, written: str) -> Iterator[RuleProblem]:
    """Why the only rule of a checker does not run, or runs on nothing."""
    for fault in checker.errors:
        yield from (_problem(one) for one in sorted((fault, *fault.others), key=lambda one: one.offset))
    if not checker.errors:
        for finding in checker.findings():
            if finding.fault:
                yield RuleProblem(0, len(written), finding.message, level=finding.level)


def _problem(error: RuleError, fatal: bool = False) -> RuleProblem:
    return RuleProblem(error.offset, error.length, error.text, fatal)


def _same_text(written: str, book: Book, id: str) -> list[RuleProblem]:
    wanted = "".join(written.split())
    others = (one for one in rules_of(book) if one.id != id and one.active)
    same = [one for one in others if "".join(one.text.split()) == wanted]
    if not same:
        return []
    return [
        RuleProblem(
            0, len(written), text("与公式“{name}”相同，不必写两遍。", name=same[0].name or same[0].text), level=Level.NOTICE
        )
    ]


# -- changing


def _own(desk: Desk, edit: Editing) -> list[RuleRecord]:
    """The rules as the book's own, in order, within an edit."""
    found = rules_of(desk.book)
    if not desk.book.all(RuleRecord):
        for order, record in enumerate(found):
            edit.put(replace(record, order=order))
        return [replace(record, order=order) for order, record in enumerate(found)]
    return found


def _next_order(book: Book) -> int:
    return max((record.order for record in book.all(RuleRecord).values()), default=-1) + 1


def add_rule(desk: Desk, written: str, name: str = "", level: str = "error", note: str = "", after: str = "") -> RuleRecord:
    """Add a rule, at the end or after another one. Raises RuleError for a text that cannot be read, with the place in it."""
    _check(written, level)
    record = RuleRecord(new_uid(), name.strip() or _short(written), written.strip(), level, note.strip())
    with desk.edit(text("添加公式“{name}”", name=record.name)) as edit:
        rules = _own(desk, edit)
        place = next((number + 1 for number, one in enumerate(rules) if one.id == after), len(rules))
        record = replace(record, order=place)
        edit.put(record)
        for number, one in enumerate(rules[place:], start=place + 1):
            edit.put(replace(one, order=number))
    return record


def add_rules(desk: Desk, records: Collection[RuleRecord], name: Text) -> None:
    """Add several rules at the end as one step."""
    for record in records:
        _check(record.text, record.level)
    with desk.edit(name) as edit:
        first = len(_own(desk, edit))
        first = max(first, _next_order(desk.book))
        for number, record in enumerate(records):
            edit.put(replace(record, order=first + number))


def change_rule(desk: Desk, id: str, written: str | None = None, level: str | None = None, note: str | None = None) -> RuleRecord:
    """Change a rule's text, level or note; what is None stays. Raises RuleError for a text that cannot be read."""
    present = rule_of(desk.book, id)
    text_now = present.text if written is None else written.strip()
    changed = replace(
        present,
        text=text_now,
        name=_short(text_now) if present.name == _short(present.text) else present.name,
        level=present.level if level is None else level,
        note=present.note if note is None else note.strip(),
    )
    _check(changed.text, changed.level)
    return _replace(desk, changed, text("修改公式“{name}”", name=present.name))


def rename_rule(desk: Desk, id: str, name: str) -> RuleRecord:
    """Give a rule another name. Raises UserError for an empty one."""
    if not name.strip():
        raise UserError("公式需要一个名称，请填写后再试。")
    present = rule_of(desk.book, id)
    return _replace(desk, replace(present, name=name.strip()), text("公式“{name}”改名", name=present.name))


def set_active(desk: Desk, ids: Collection[str], active: bool) -> None:
    """Switch rules on or off."""
    name = text("启用 {count} 条公式", count=len(ids)) if active else text("停用 {count} 条公式", count=len(ids))
    with desk.edit(name) as edit:
        for record in _own(desk, edit):
            if record.id in ids and record.active != active:
                edit.put(replace(record, active=active))


def set_level(desk: Desk, ids: Collection[str], level: str) -> None:
    """Say how much it weighs when rules fail."""
    _check_level(level)
    with desk.edit(text("调整 {count} 条公式的级别", count=len(ids))) as edit:
        for record in _own(desk, edit):
            if record.id in ids and record.level != level:
                edit.put(replace(record, level=level))


def move_rule(desk: Desk, id: str, place: int) -> None:
    """Put a rule at another place in the order, counted from 0 without it."""
    present = rule_of(desk.book, id)
    with desk.edit(text("移动公式“{name}”", name=present.name)) as edit:
        rules = _own(desk, edit)
        rest = [one for one in rules if one.id != id]
        moved = next(one for one in rules if one.id == id)
        place = max(0, min(place, len(rest)))
        for number, one in enumerate([*rest[:place], moved, *rest[place:]]):
            if one.order != number:
                edit.put(replace(one, order=number))


def remove_rules(desk: Desk, ids: Collection[str]) -> None:
    """Take rules out of the book. The last one cannot go, only be switched off: without any the standard rules would be back."""
    present = rules_of(desk.book)
    if all(record.id in ids for record in present):
        raise UserError("年报至少要留一条公式；不想审核时请把公式停用。")
    gone = [record for record in present if record.id in ids]
    if not gone:
        return
    single = text("删除公式“{name}”", name=gone[0].name)
    with desk.edit(single if len(gone) == 1 else text("删除 {count} 条公式", count=len(gone))) as edit:
        for record in _own(desk, edit):
            if record.id in ids:
                edit.remove(RuleRecord, record.id)


def _replace(desk: Desk, record: RuleRecord, name: Text) -> RuleRecord:
    with desk.edit(name) as edit:
        order = next((one.order for one in _own(desk, edit) if one.id == record.id), record.order)
        record = replace(record, order=order)
        edit.put(record)
    return record


def _check(written: str, level: str) -> None:
    parse(written)
    _check_level(level)


def _check_level(level: str) -> None:
    if level not in LEVELS:
        raise ValueError(level)


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= 30 else f"{line[:29]}…"


# -- history


@dataclass(frozen=True)
class RuleStep:
    """One step of the journal that changed a rule; before and after: the rule, None where there was none."""

    head: Head
    before: RuleRecord | None
    after: RuleRecord | None


def rule_history(file: BookFile, id: str) -> Job[tuple[RuleStep, ...]]:
    """Every change of a rule, latest first. Steps that wait to be saved are not there yet."""
    heads = file.heads(about=("rule", id))
    steps = []
    for number, head in enumerate(heads):
        yield Progress(number, len(heads), text("正在读取公式的历史…"))
        for change in file.transaction(head.seq).changes:
            if change.kind == "rule" and change.id == id:
                before = change.before if isinstance(change.before, RuleRecord) else None
                after = change.after if isinstance(change.after, RuleRecord) else None
                steps.append(RuleStep(head, before, after))
    return tuple(steps)
