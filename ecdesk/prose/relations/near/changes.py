"""Changes of the parts of a sum that comes out, which make up the change of its total: 总数7人，增加3人；甲4人，增加1人；乙3人，增加2人."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.hints import asked
from ecdesk.prose.relations.slips import Slip, find_slip
from ecdesk.prose.relations.sums import Sum, Sums
from ecdesk.prose.relations.wholes.adding import adds_up

Changes = tuple[Fact, list[Fact]]


def missed_changes(facts: Facts, sums: Sums) -> Iterator[tuple[Fact, list[Fact], Slip]]:
    """Each change of a total and those of all its parts that do not make it up, and the one slip that would mend them."""
    of_level = _of_levels(facts)
    for one in sums.found:
        changes = _changes(of_level, one) if one.total.kind == "level" else None
        slip = _slip(*changes) if changes is not None else None
        if changes is not None and slip is not None and slip.chance < asked("slip")["closed"]:
            yield (*changes, slip)


def _of_levels(facts: Facts) -> dict[int, list[Fact]]:
    """The changes that are told of each level."""
    found: dict[int, list[Fact]] = {}
    for fact in facts.all:
        head = facts.of(fact.statement.head) if fact.kind == "change" else None
        if head is not None and head.unit == fact.unit and not fact.statement.figure.amount.qualifier:
            found.setdefault(head.number, []).append(fact)
    return found


def _changes(of_level: dict[int, list[Fact]], one: Sum) -> Changes | None:
    """The first change of a total and of each of its parts, against one time; None where they do not all have one."""
    told = [of_level.get(f.number, []) for f in (one.total, *one.parts)]
    if not all(told):
        return None
    total, *parts = (min(some, key=lambda f: f.number) for some in told)
    against = {(f.statement.base or "year", f.period) for f in (total, *parts)}
    return (total, parts) if len(against) == 1 else None


def _slip(total: Fact, parts: Sequence[Fact]) -> Slip | None:
    """What would mend changes that do not add up."""
    if adds_up(total.statement, [part.statement for part in parts]) is not Verdict.FAILS:
        return None
    off = sum(part.point * part.statement.sign for part in parts) - total.point * total.statement.sign
    width = sum(f.width for f in (total, *parts))

    def wanted(fact: Fact) -> tuple[int, int] | None:
        needed = fact.point + (off if fact is total else -off) * fact.statement.sign
        return (needed - width // 2, needed + width // 2) if fact.doubted(needed) else None

    return find_slip((total, *parts), wanted)
