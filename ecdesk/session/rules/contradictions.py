"""Whether rules can hold together at all: a system of linear relations without a solution is a contradiction, and so is a figure that one
rule asks for and another forbids. A ranking stands for the order that it says.

The usual feasibility test of edit rules (De Waal, Pannekoek and Scholtus 2011, Handbook of Statistical Data Editing and Imputation, chapter
2): all figures of the connected rules are unknowns, each relation a row, and a linear program is asked for any solution. The solver works with
floats and errs towards "can hold": only what is impossible by more than its tolerance is reported.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ecdesk.checks import Checker, Instance
from ecdesk.checks.engine.evaluating import linear_terms
from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.syntax import Comparison, Constant, Expression, Predicate, Ranking
from ecdesk.checks.remedies.solver import Row, Unknown, minimised
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text
from ecdesk.session.program.progress import Job, Progress

MOST_ROWS = 400
"""Relations that are looked at together; a larger knot of rules is cut there."""

MOST_UNEQUAL = 10
"""Relations with ≠ that are looked at; each asks the solver twice."""

_MARGIN = Fraction(1, 10**6)
"""How far apart strict relations (<, >) keep their sides, in units of a scaled system."""


@dataclass(frozen=True)
class _Row:
    """coefficients · figures + constant (=, <=, < or !=) 0."""

    coefficients: dict[Key, Fraction]
    constant: Fraction
    sign: str
    rule: RuleRecord


def contradiction(instances: Sequence[Instance], standing: Checker, id: str) -> Text | None:
    """Why a rule cannot hold, or says nothing: by itself, or together with other rules; None when it can.

    instances: what the rule is applied to. standing: the book's rules. id: of the one among them that this rule is to replace.
    """
    forbidding = _forbidding(instances, standing, id)
    if forbidding is not None:
        return _against(forbidding)
    own = [row for instance in instances[:MOST_ROWS] for row in _rows(instance)][:MOST_ROWS]
    if not own:
        return None
    if all(not row.coefficients and _holds(row) for row in own):
        return text("公式两边总是相等，等于没有审核。")
    if not _feasible(own):
        return text("公式自相矛盾，任何数都不能使它成立。")
    return _against_others(own[: MOST_ROWS // 4], standing, id)


def _against_others(own: Sequence[_Row], standing: Checker, id: str) -> Text | None:
    """Why a rule cannot hold together with others: with one of them where that is enough; None when it can."""
    rows, others = _connected(own, standing, id)
    if not others or _feasible(rows):
        return None
    for record in others:
        if not _feasible([row for row in rows if row.rule.id in (record.id, own[0].rule.id)]):
            return _against(record)
    return text("与公式“{name}”等 {count} 条合在一起矛盾，不能同时成立。", name=_called(others[0]), count=len(others))


def _against(record: RuleRecord) -> Text:
    return text("与公式“{name}”矛盾，两条不能同时成立。", name=_called(record))


def _called(record: RuleRecord) -> str:
    return record.name or record.text


def _forbidding(instances: Sequence[Instance], standing: Checker, id: str) -> RuleRecord | None:
    """The rule that asks for a figure which one of these forbids, or the other way about; None when there is none."""
    opposite = {"present": "absent", "absent": "present"}
    for instance in instances[:MOST_ROWS]:
        wanted = opposite.get(_presence(instance))
        for key in instance.keys if wanted else ():
            for other in standing.instances_of(key):
                if other.rule.record.id != id and _presence(other) == wanted and key in other.keys:
                    return other.rule.record
    return None


def _presence(instance: Instance) -> str:
    """present or absent for a rule that says so without a condition, else nothing."""
    relation = instance.rule.syntax.relation
    return relation.kind if isinstance(relation, Predicate) and not instance.rule.syntax.conditions else ""


def _ranking_rows(instance: Instance, relation: Ranking) -> list[_Row]:
    """Each of those that are named is above the next, and the last of them above all others; that figures may tie in print is no reason to
    name two of them for one place."""
    keys = instance.operands[instance.rule.index[id(relation.reference)]]
    named = [key for dimension, one in instance.rule.ranked for key in keys if getattr(key, dimension) == one]
    if len(named) != len(instance.rule.ranked):
        return []
    pairs = [(lower, higher, "<") for higher, lower in pairwise(named)]
    pairs += [(other, named[-1], "<") for other in keys if other not in named]
    record = instance.rule.record
    return [_Row({lower: Fraction(1), higher: Fraction(-1)}, Fraction(0), sign, record) for lower, higher, sign in pairs]


def _rows(instance: Instance) -> list[_Row]:
    relation = instance.rule.syntax.relation
    if instance.rule.syntax.conditions:
        return []
    if isinstance(relation, Ranking):
        return _ranking_rows(instance, relation)
    if not isinstance(relation, Comparison):
        return []
    compared = zip(relation.sides, relation.relations, relation.sides[1:], strict=False)
    found = (_row(instance, *one) for one in compared)
    return [row for row in found if row is not None]


def _row(instance: Instance, left: Expression, sign: str, right: Expression) -> _Row | None:
    """One side compared with the next; None where they are not linear."""
    one, two = linear_terms(left), linear_terms(right)
    if one is None or two is None:
        return None
    factor = -1 if sign in (">", ">=") else 1
    coefficients: dict[Key, Fraction] = defaultdict(Fraction)
    constant = Fraction(0)
    for weight, part in (*one, *((-weight, part) for weight, part in two)):
        if isinstance(part, Constant):
            constant += factor * weight * Fraction(part.amount.value) * part.amount.unit.scale
            continue
        for key in instance.operands[instance.rule.index[id(part)]]:
            coefficients[key] += factor * weight
    kept = {key: weight for key, weight in coefficients.items() if weight}
    return _Row(kept, constant, sign.replace(">", "<"), instance.rule.record)


def _holds(row: _Row) -> bool:
    """Whether a row without figures is true."""
    if row.sign in ("=", "!="):
        return (row.constant == 0) == (row.sign == "=")
    return row.constant < 0 if row.sign == "<" else row.constant <= 0


def _connected(own: Sequence[_Row], standing: Checker, id: str) -> tuple[list[_Row], list[RuleRecord]]:
    """The rows that hang together with these through shared figures, and the rules they come from."""
    rows = list(own)
    waiting = list(_keys(own))
    known = set(waiting)
    seen: set[tuple[str, Binding]] = set()
    rules: dict[str, RuleRecord] = {}
    while waiting and len(rows) < MOST_ROWS:
        for instance in standing.instances_of(waiting.pop()):
            mark = (instance.rule.record.id, instance.binding)
            if mark in seen or mark[0] in (id, own[0].rule.id):
                continue
            seen.add(mark)
            more = _rows(instance)
            rows += more
            rules |= {row.rule.id: row.rule for row in more}
            keys = _keys(more)
            waiting += [key for key in keys if key not in known]
            known.update(keys)
    return rows, list(rules.values())


def _keys(rows: Iterable[_Row]) -> dict[Key, None]:
    """The figures of rows, in order."""
    return dict.fromkeys(key for row in rows for key in row.coefficients)


def _feasible(rows: Sequence[_Row]) -> bool:
    """Whether some figures fulfil every row."""
    if not all(row.coefficients or _holds(row) for row in rows):
        return False
    related = [row for row in rows if row.coefficients]
    linear, unequal = ([row for row in related if (row.sign == "!=") == wanted] for wanted in (False, True))
    if not unequal:
        return _solvable(linear)
    # Each by itself: what may lie on either side of a value need not be it.
    return all(
        _solvable([*linear, replace(row, sign="<")]) or _solvable([*linear, _turned(row)]) for row in unequal[:MOST_UNEQUAL]
    )


def _solvable(rows: Sequence[_Row]) -> bool:
    """Whether the solver finds figures for rows that say =, <= or <."""
    if all(row.constant == 0 and row.sign != "<" for row in rows):
        return True  # all figures zero
    place = {key: number for number, key in enumerate(_keys(rows))}
    # Constants are brought near one, so that the solver's tolerance means something.
    size = max(abs(row.constant) for row in rows) or Fraction(1)
    anything = Unknown(0.0, -math.inf, math.inf, whole=False)
    relations = []
    for row in rows:
        most = float(-row.constant / size) - (float(_MARGIN) if row.sign == "<" else 0.0)
        factors = {place[key]: float(weight) for key, weight in row.coefficients.items()}
        relations.append(Row(factors, most if row.sign == "=" else -math.inf, most))
    return not minimised([anything] * len(place), relations).impossible


def _turned(row: _Row) -> _Row:
    """The row from the other side, strictly."""
    return _Row({key: -weight for key, weight in row.coefficients.items()}, -row.constant, "<", row.rule)


def warm_up() -> Job[None]:
    """Load the solver before the first rule waits for it."""
    yield Progress(0, 0, text("准备审核"))
    import highspy  # noqa: F401
