"""Remarks on cells, exhibits and sentences of manuscripts, with replies, until somebody has dealt with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid, now
from ecdesk.domain.book.layouts.outline import covered_exhibits, covered_sections, name_of
from ecdesk.domain.book.records import Comment, CommentOn, Exhibit, Section
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key, known_key
from ecdesk.domain.texts import text, tr
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.versions import key_label

_SENTENCE = re.compile(r"[^。！？；\n]{0,1000}(?:[。！？；]+[”’」』）)]*|\n|)")
"""What nobody ended is parted: how alike two texts are takes their lengths multiplied."""
_BEFORE = 20
"""Characters before a sentence that are kept to tell it from one of the same words."""
_ALIKE = 0.6
"""A sentence of a later draft that has so much of the words is the same one, changed."""


@dataclass(frozen=True)
class Thread:
    """A remark and what was replied to it, oldest first."""

    comment: Comment
    replies: tuple[Comment, ...] = ()

    @property
    def newest(self) -> str:
        """When somebody last said something."""
        return (self.replies or (self.comment,))[-1].when


def threads(book: Book, about: str | None = None) -> list[Thread]:
    """Remarks with their replies, oldest first: all, or those on one thing, by its key as text, its id or its name."""
    replies: dict[str, list[Comment]] = {}
    for one in sorted(book.all(Comment).values(), key=lambda one: (one.when, one.id)):
        replies.setdefault(one.answers, []).append(one)
    return [Thread(one, tuple(replies.get(one.id, ()))) for one in replies.get("", ()) if about is None or one.about == about]


def place_words(book: Book, comment: Comment) -> str:
    """What a remark is about, as a list shows it."""
    if comment.on is CommentOn.SENTENCE:
        return tr("{manuscript}：{sentence}", manuscript=comment.about, sentence=comment.quote)
    if comment.on is CommentOn.EXHIBIT:
        there = book.get(Exhibit, comment.about) or book.get(Section, comment.about)
        return tr("{name}（已删除）", name=comment.quote) if comment.quote and there is None else name_of(book, comment.about)
    key = known_key(comment.about)
    if key is None:
        return comment.about
    places = book.places(key)
    number = book.exhibit(places[0][0]).number if places else ""
    return f"{number} {key_label(book, key)}".strip()


def threads_in(book: Book, about: str) -> list[Thread]:
    """Those on an exhibit or a section, on what is in it, and on its figures."""
    inside = {about, *covered_sections(book, about), *(exhibit.id for exhibit in covered_exhibits(book, about))}
    return [one for one in threads(book) if not inside.isdisjoint(_parts_of(book, one.comment))]


def open_remarks(book: Book) -> Iterable[tuple[str, Comment]]:
    """Remarks that nobody has dealt with, each with the exhibit or section that it is about; one on a figure with every exhibit that prints it."""
    for one in book.all(Comment).values():
        if not one.done and not one.answers:
            yield from ((about, one) for about in _parts_of(book, one))


def _parts_of(book: Book, comment: Comment) -> Collection[str]:
    key = known_key(comment.about) if comment.on is CommentOn.CELL else None
    if key is not None:
        return book.printing([key])
    return [comment.about] if comment.on is CommentOn.EXHIBIT else []


def add_comment(desk: Desk, key: Key, words: str) -> Comment:
    """Put a remark on a figure, wherever it is printed."""
    return _add(desk, Comment(new_uid(), str(key), words, desk.who, now()))


def comment_on_exhibit(desk: Desk, exhibit_id: str, words: str) -> Comment:
    """Put a remark on an exhibit, or on a section, as a whole; its name is kept for when it is gone."""
    name = name_of(desk.book, exhibit_id)
    return _add(desk, Comment(new_uid(), exhibit_id, words, desk.who, now(), on=CommentOn.EXHIBIT, quote=name))


def comment_on_sentence(desk: Desk, manuscript: str, prose: str, offset: int, words: str) -> Comment:
    """Put a remark on the sentence of a manuscript's text that holds a character. Raises UserError where no sentence is."""
    start, end = sentence_at(prose, offset)
    quote = prose[start:end].strip()
    if not quote:
        raise UserError("这里没有句子，请先在文稿里点一下要批注的句子。")
    before = prose[max(0, start - _BEFORE) : start]
    return _add(desk, Comment(new_uid(), manuscript, words, desk.who, now(), on=CommentOn.SENTENCE, quote=quote, before=before))


def _add(desk: Desk, comment: Comment) -> Comment:
    if not comment.words.strip():
        raise UserError("批注是空的，请先写点什么。")
    comment = replace(comment, words=comment.words.strip())
    with desk.edit(text("添加批注")) as edit:
        edit.put(comment)
    return comment


def reply(desk: Desk, comment_id: str, words: str) -> Comment:
    """Answer a remark. One that was dealt with is open again."""
    present = desk.book.all(Comment)[comment_id]
    if not words.strip():
        raise UserError("回复是空的，请先写点什么。")
    made = Comment(new_uid(), present.about, words.strip(), desk.who, now(), on=present.on, answers=present.id)
    with desk.edit(text("回复批注")) as edit:
        edit.put(made)
        if present.done:
            edit.put(replace(present, done=False))
    return made


def set_comments_done(desk: Desk, ids: Sequence[str], done: bool = True) -> None:
    """Say of remarks that they are dealt with, or are not, as one step."""
    with desk.edit(text("批注已处理") if done else text("重新打开批注")) as edit:
        for id in ids:
            edit.put(replace(desk.book.all(Comment)[id], done=done))


def sentence_at(prose: str, offset: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds a character of a text."""
    return next(((start, end) for start, end in _sentences(prose) if offset < end or end == len(prose)), (0, 0))


@lru_cache(maxsize=1024)
def find_sentence(prose: str, comment: Comment) -> tuple[int, int] | None:
    """Where the sentence of a remark stands in a draft: in its very words, after the same words if there are several, else the one that is
    most like it; None where none is. Asked again with every move of the cursor."""
    places = [(start, start + len(comment.quote)) for start in _occurrences(prose, comment.quote)]
    if places:
        return max(places, key=lambda place: _common_end(prose[: place[0]], comment.before))
    matcher = SequenceMatcher(a="", b=comment.quote, autojunk=False)
    best: tuple[float, tuple[int, int]] | None = None
    for start, end in _sentences(prose):
        matcher.set_seq1(prose[start:end].strip())
        least = best[0] if best is not None else _ALIKE
        if matcher.real_quick_ratio() > least and matcher.quick_ratio() > least and matcher.ratio() > least:
            best = matcher.ratio(), (start, end)
    return best[1] if best is not None else None


def sentences_of(prose: str) -> list[str]:
    """The sentences of a text with what ends them, lines apart; blank ones left out."""
    return [words for start, end in _sentences(prose) if (words := prose[start:end].strip())]


def _sentences(prose: str) -> Iterable[tuple[int, int]]:
    at = 0
    while at < len(prose):
        match = _SENTENCE.match(prose, at)
        assert match is not None
        yield at, match.end()
        at = max(match.end(), at + 1)


def _occurrences(prose: str, quote: str) -> Iterable[int]:
    at = prose.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = prose.find(quote, at + 1)


def _common_end(one: str, other: str) -> int:
    """How many characters at their ends are the same."""
    return next(
        (number for number, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b),
        min(len(one), len(other)),
    )
