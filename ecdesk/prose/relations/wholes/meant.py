"""Which figure the words of a share mean by its whole."""

from __future__ import annotations

from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.hints import asked, hint, says
from ecdesk.prose.relations.shares import Share, core


def named_before(part: Fact, fact: Fact, named: str, known: dict[int, Share]) -> Fact | None:
    """The one whole near by that a confirmed share names by the same words."""
    reach = asked("share")["paragraphs"]
    near = (one for one in known.values() if abs(one.share.paragraph - fact.paragraph) <= reach and one.whole.unit == part.unit)
    like = [one for one in near if folded_name(one.share.statement.whole_name) == named and one.part.period == part.period]
    return like[0].whole if len({one.whole.point for one in like}) == 1 else None


def put_under(facts: Facts, part: Fact) -> Fact | None:
    """The figure that a word for its parts (其中) puts this one under."""
    scope = part.statement.scope
    above = facts.of(scope.whole) if scope is not None and not scope.doubtful else None
    return above if above is not part else None


def so_called(facts: Facts, part: Fact, fact: Fact, named: str) -> Fact | None:
    """The one figure whose name ends like the one that is named, of the part's own area and period if there is one."""
    near = facts.near(fact, 40, 4, asked("share")["paragraphs"])
    found = [f for f in near if _ends_so(f.name, named) and f.unit == part.unit and f.point >= part.point]
    own = [f for f in found if (f.statement.period, f.statement.area) == (part.statement.period, part.statement.area)]
    found = own or found
    return found[0] if len({f.point for f in found}) == 1 else None


def _ends_so(name: str, named: str) -> bool:
    return name.endswith(named[-6:]) and says(name, named[-6:])


def is_a_kind(whole: Fact | None, named: str) -> bool:
    """国有工业资产总额 for 全部工业资产总额: whether a figure is named as all of something with a word before it."""
    if whole is None:
        return False
    every, own = (core(hint("all_of").sub("", name, count=1)) for name in (named, folded_name(whole.statement.name)))
    return len(own) > len(every) and own.endswith(every[-4:])
