"""Sign-off: somebody answers for an exhibit or a section as it stands; and what is still in the way of a final export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import now
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.outline import covered_exhibits, covered_keys, covered_sections, name_of, outline
from ecdesk.domain.book.records import Exhibit, SignOff
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.old_claims import LEFT_OUT
from ecdesk.session.book.desk import Desk
from ecdesk.session.records.comments import open_remarks
from ecdesk.session.rules.checking import Checks
from ecdesk.session.versions.versions import key_label

MOST_NAMED = 6
"""So many exhibits are named in a sentence."""
OPEN, READY, SIGNED, STALE = "open", "ready", "signed", "stale"
STATE_NAMES = {OPEN: text("有待处理"), READY: text("可以签发"), SIGNED: text("已签发"), STALE: text("签发后改过")}
"""A finding is open in it; nothing is open and nobody has signed; signed as it stands; changed since it was signed."""


@dataclass(frozen=True)
class SignState:
    """Where an exhibit or a section stands. about: its id. level: how deep it stands in the outline, from 0. open: how much has
    to be settled first. signature: the last one, None while nobody has signed."""

    about: str
    kind: str
    title: str
    level: int
    open: int
    signature: SignOff | None
    state: str


def sign_off(desk: Desk, checks: Checks, about: str, by: str = "") -> list[SignOff]:
    """Answer for an exhibit, or for a section and all that is in it, by its id. Raises UserError while something is open in it.

    by: who signs, the person at the desk unless said otherwise.
    """
    return sign_all(desk, checks, [about], by)


def sign_all(desk: Desk, checks: Checks, abouts: Sequence[str], by: str = "") -> list[SignOff]:
    """Answer for several exhibits and sections, each with all that is in it, as one step; those in which something is open are left out, and
    what stands signed already keeps its signature. Raises UserError, which names what is open, when that leaves none; `Matters` lists it."""
    book, findings = desk.book, checks.findings()
    matters = Matters(book, findings)
    ready = [about for about in abouts if not matters.count(about)]
    if not ready:
        raise UserError(
            "还有没改正或说明的审核结果、读不懂或有争议的数、一个数也没有的图表、待填的文字或没处理的批注，不能签发：{where}。",
            where=_open_exhibits(matters, abouts),
        )
    who, moment = by.strip() or desk.who, now()
    signed = [waivers.sign_off(book, one, findings, who, moment) for one in _to_be_signed(book, ready, findings)]
    single = text("签发 {what}", what=name_of(book, ready[0]))
    with desk.edit(single if len(ready) == 1 else text("签发 {count} 项", count=len(signed))) as edit:
        for signature in signed:
            edit.put(signature)
    return signed


def _to_be_signed(book: Book, ready: Sequence[str], findings: Sequence[Finding]) -> list[str]:
    """These, and what is in them and does not stand signed already."""
    standing = {about for about, one in book.all(SignOff).items() if waivers.still_signed(book, one, findings)}
    inside = [one for about in ready for one in _within(book, about) if one not in standing]
    return list(dict.fromkeys((*ready, *inside)))


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


def _open_exhibits(matters: Matters, abouts: Sequence[str]) -> str:
    """The numbers of the exhibits in which something is open, the first few."""
    book = matters.book
    exhibits = dict.fromkeys(exhibit.id for about in abouts for exhibit in covered_exhibits(book, about))
    where = [book.exhibit(one).number for one in exhibits if matters.count(one)] or [name_of(book, one) for one in abouts]
    return "、".join(where[:MOST_NAMED]) + ("…" if len(where) > MOST_NAMED else "")


class Matters:
    """What somebody still has to settle in a book before it can be signed: findings, cells that nobody could read, figures on which sources
    disagree, remarks; exhibits without a figure and texts that are to be filled in."""

    def __init__(self, book: Book, findings: Sequence[Finding]) -> None:
        self.book = book
        self._on_figures = list(_open_on_figures(book, findings))
        self._on_parts = {exhibit.id: _open_on(book, exhibit) for exhibit in book.exhibits()}
        for about, comment in open_remarks(book):
            self._on_parts.setdefault(about, []).append(text("批注没有处理：{words}", words=comment.words))

    def count(self, about: str) -> int:
        """How much is open in an exhibit, or in a section and all that is in it."""
        keys = set(covered_keys(self.book, about))
        on_figures = sum(not keys.isdisjoint(concerned) for concerned, _what in self._on_figures)
        return on_figures + sum(len(self._on_parts.get(one, ())) for one in (about, *_within(self.book, about)))

    def listed(self, about: str) -> list[str]:
        """The same in words, each with the exhibit or section that it stands in."""
        book, lines = self.book, []
        for one in dict.fromkeys((about, *_within(book, about))):
            exhibit = book.get(Exhibit, one)
            keys = set(covered_keys(book, one)) if exhibit is not None else set()
            found = [what for concerned, what in self._on_figures if not keys.isdisjoint(concerned)]
            words = [str(what.message) if isinstance(what, Finding) else str(what) for what in found]
            words += map(str, self._on_parts.get(one, ()))
            name = exhibit.number if exhibit is not None else name_of(book, one)
            lines += [tr("{exhibit}：{what}", exhibit=name, what=what) for what in words]
        return lines


def _open_on_figures(book: Book, findings: Sequence[Finding]) -> Iterator[tuple[frozenset[Key], Finding | Text]]:
    """What is open about figures, with them. The outline marks the same."""
    unread = [key for key, one in book.observations.items() if isinstance(one.content, Unparsed)]
    for finding in waivers.obstacles(findings):
        yield frozenset(finding.keys), finding
    for key in unread:
        yield frozenset([key]), text("内容读不懂：{what}", what=key_label(book, key))
    for key in sorted(disputed_keys(book).difference(unread)):
        yield frozenset([key]), text("两个来源不一致：{what}", what=key_label(book, key))


def _open_on(book: Book, exhibit: Exhibit) -> list[Text]:
    """What is open about an exhibit as a whole."""
    found = [text("一个数也没有")] if exhibit.printed and is_empty(book, exhibit) else []
    return found + [text("有待填的文字：{words}", words=words) for words in blanked(exhibit)]


def is_empty(book: Book, exhibit: Exhibit) -> bool:
    """Whether an exhibit has room for figures and not one in it."""
    keys = [key for _row, _column, key in cell_keys(exhibit)]
    return bool(keys) and not any(key in book.observations for key in keys)


def blanked(exhibit: Exhibit) -> list[str]:
    """The texts of an exhibit in which a figure of the period before was blanked and none filled in; none of one that is not printed."""
    texts = (exhibit.caption, exhibit.source_line, *exhibit.notes, *exhibit.footnotes) if exhibit.printed else ()
    return [words for words in dict.fromkeys(texts) if LEFT_OUT in words]


def ready_for_export(checks: Checks) -> list[Finding]:
    """What stands against a final export: every open 错误 and every 核实 without an explanation. Empty when it may go out."""
    return waivers.obstacles(checks.findings())


def sign_states(book: Book, findings: Sequence[Finding]) -> list[SignState]:
    """Every section and exhibit in the order of the outline, with what is open in it and who has signed."""
    matters = Matters(book, findings)
    states = []
    for level, record in outline(book):
        count, signature = matters.count(record.id), book.get(SignOff, record.id)
        if signature is None:
            state = OPEN if count else READY
        else:
            state = SIGNED if waivers.still_signed(book, signature, findings) else STALE
        states.append(SignState(record.id, record.KIND, name_of(book, record.id), level, count, signature, state))
    return states
