"""Sign-off: somebody answers for an exhibit or a section as it stands; and what is still in the way of a final export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import now
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.outline import covered_exhibits, covered_keys, covered_sections, name_of, outline
from ecdesk.domain.book.records import SignOff
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules.checking import Checks

MOST_NAMED = 6
"""So many exhibits are named in a sentence."""
OPEN, READY, SIGNED, STALE = "open", "ready", "signed", "stale"
"""A finding is open in it; nothing is open and nobody has signed; signed as it stands; changed since it was signed."""


@dataclass(frozen=True)
class SignState:
    """Where an exhibit or a section stands. about: its id. level: how deep it stands in the outline, from 0. open: how many findings have
    to be fixed or explained first. signature: the last one, None while nobody has signed."""

    about: str
    kind: str
    title: str
    level: int
    open: int
    signature: SignOff | None
    state: str


def sign_off(desk: Desk, checks: Checks, about: str, by: str = "") -> list[SignOff]:
    """Answer for an exhibit, or for a section and all that is in it, by its id. Raises UserError while a finding is open in it.

    by: who signs, the person at the desk unless said otherwise.
    """
    return sign_all(desk, checks, [about], by)


def sign_all(desk: Desk, checks: Checks, abouts: Sequence[str], by: str = "") -> list[SignOff]:
    """Answer for several exhibits and sections, each with all that is in it, as one step; those in which a finding is open are left out, and
    what stands signed already keeps its signature. Raises UserError, which names what is open, when that leaves none."""
    book, findings = desk.book, checks.findings()
    waiting = _waiting(book, findings)
    ready = [about for about in abouts if not _open_in(book, about, waiting)]
    if not ready:
        raise UserError(
            "还有没改正或说明的审核结果、读不懂或有争议的数，不能签发：{where}。", where=_open_exhibits(book, abouts, waiting)
        )
    standing = {about for about, one in book.all(SignOff).items() if waivers.still_signed(book, one, findings)}
    inside = [one for about in ready for one in _within(book, about) if one not in standing]
    who, moment = by.strip() or desk.who, now()
    signed = [waivers.sign_off(book, one, findings, who, moment) for one in dict.fromkeys((*ready, *inside))]
    single = text("签发 {what}", what=name_of(book, ready[0]))
    with desk.edit(single if len(ready) == 1 else text("签发 {count} 项", count=len(signed))) as edit:
        for signature in signed:
            edit.put(signature)
    return signed


def withdraw_all(desk: Desk, abouts: Sequence[str]) -> list[str]:
    """Take signatures back as one step, with a section's those that were given in the same moment to what is in it; says which."""
    signatures = desk.book.all(SignOff)
    given = [about for about in abouts if about in signatures]
    taken = list(dict.fromkeys(one for about in given for one in (about, *_signed_together(desk.book, signatures[about]))))
    if taken:
        single = text("撤回 {what} 的签发", what=name_of(desk.book, given[0]))
        with desk.edit(single if len(given) == 1 else text("撤回 {count} 项签发", count=len(taken))) as edit:
            for about in taken:
                edit.remove(SignOff, about)
    return taken


def _signed_together(book: Book, signature: SignOff) -> list[str]:
    """What is in a section and was signed with it."""
    inside = [found for one in _within(book, signature.about) if (found := book.get(SignOff, one)) is not None]
    return [found.about for found in inside if (found.by, found.when) == (signature.by, signature.when)]


def _within(book: Book, about: str) -> list[str]:
    """Ids of the sections and exhibits in a section; none for an exhibit."""
    sections = covered_sections(book, about)
    return [*sections[1:], *(exhibit.id for exhibit in covered_exhibits(book, about))] if sections else []


def _open_exhibits(book: Book, abouts: Sequence[str], waiting: Sequence[frozenset[Key]]) -> str:
    """The numbers of the exhibits in which something is open, the first few."""
    exhibits = dict.fromkeys(exhibit.id for about in abouts for exhibit in covered_exhibits(book, about))
    where = [book.exhibit(one).number for one in exhibits if _open_in(book, one, waiting)]
    return "、".join(where[:MOST_NAMED]) + ("…" if len(where) > MOST_NAMED else "")


def _waiting(book: Book, findings: Sequence[Finding]) -> list[frozenset[Key]]:
    """What somebody still has to settle, by the figures that it is about: findings, cells that nobody could read, figures on which sources
    disagree. The outline marks the same."""
    unread = (key for key, one in book.observations.items() if isinstance(one.content, Unparsed))
    alone = [frozenset([key]) for key in dict.fromkeys((*unread, *disputed_keys(book)))]
    return [*(frozenset(one.keys) for one in waivers.obstacles(findings)), *alone]


def _open_in(book: Book, about: str, waiting: Sequence[frozenset[Key]]) -> int:
    """How much of an exhibit or section still has to be settled."""
    keys = set(covered_keys(book, about))
    return sum(not keys.isdisjoint(concerned) for concerned in waiting)


def ready_for_export(checks: Checks) -> list[Finding]:
    """What stands against a final export: every open 错误 and every 核实 without an explanation. Empty when it may go out."""
    return waivers.obstacles(checks.findings())


def sign_states(desk: Desk, checks: Checks) -> list[SignState]:
    """Every section and exhibit in the order of the outline, with what is open in it and who has signed."""
    book, findings = desk.book, checks.findings()
    waiting = _waiting(book, findings)
    states = []
    for level, record in outline(book):
        count = _open_in(book, record.id, waiting)
        found = book.get(SignOff, record.id)
        signature = found if isinstance(found, SignOff) else None
        if signature is None:
            state = OPEN if count else READY
        else:
            state = SIGNED if waivers.still_signed(book, signature, findings) else STALE
        states.append(SignState(record.id, record.KIND, name_of(book, record.id), level, count, signature, state))
    return states
