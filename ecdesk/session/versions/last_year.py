"""Last year's book beside this one: chosen once, remembered in the book, read when something is compared with it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePath

from ecdesk.checks import Last, all_standard_rules
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import is_remote, plain_path, platform_path
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions.versions import load_book

SETTING = "last_book"
"""Where last year's file is, from the folder of the book where that can be said."""


def last_setting(last: Path, target: Path) -> Setting:
    """What a book kept at target remembers. Raises UserError for a file on another computer: a book that is passed on must not make
    whoever opens it reach over the network."""
    folder, chosen = plain_path(target).parent, plain_path(last)
    if chosen.anchor == folder.anchor:
        return Setting(SETTING, PurePath(os.path.relpath(chosen, folder)).as_posix())
    if is_remote(chosen):
        raise UserError("“{file}”在另一台电脑上，请先复制到这本年报旁边，再指定为上年年报。", file=last.name)
    return Setting(SETTING, str(chosen))


def trying_last(desk: Desk, last: Path) -> Job[Path]:
    """A job that reads a book to be compared with from now on; it gives the path to `remember_last`. Raises UserError when it is no book of
    an earlier year."""
    last_setting(last, desk.path)
    return _trying(_settings_of(desk), last)


def _trying(book: Book, last: Path) -> Job[Path]:
    yield Progress(0, 0, text("正在读取上年年报…"))
    _read(book, last)
    return last


def remember_last(desk: Desk, last: Path) -> None:
    """Compare with another book from now on, by the rules there are for it, as one step."""
    with desk.edit(text("指定上年年报“{file}”", file=last.name)) as edit:
        edit.put(last_setting(last, desk.path))
        for record in rules_about_last(desk.book):
            edit.put(record)


def rules_about_last(book: Book) -> list[RuleRecord]:
    """The standard rules about last year's book that a book with rules of its own lacks; one without any has them as soon as it knows
    last year's book."""
    own: list[RuleRecord] = list(book.all(RuleRecord).values())
    if not own:
        return []
    first = max(record.order for record in own) + 1
    wanted = (record for record, setting in all_standard_rules() if setting == SETTING)
    missing = [record for record in wanted if book.get(RuleRecord, record.id) is None]
    return [replace(record, order=first + number) for number, record in enumerate(missing)]


def forget_last(desk: Desk) -> None:
    """Compare with no other book any more; the standard rules for it go, as they stand, with it."""
    with desk.edit(text("不再与上年年报比较")) as edit:
        edit.remove(Setting, SETTING)
        for record, setting in all_standard_rules():
            own = desk.book.get(RuleRecord, record.id)
            if setting == SETTING and own is not None and own.text == record.text:
                edit.remove(RuleRecord, record.id)


def last_path(book: Book, path: Path) -> Path | None:
    """Where last year's file is by what the book at a path remembers; None while none is chosen."""
    remembered = book.setting(SETTING)
    if not remembered:
        return None
    return platform_path(plain_path(path).parent / remembered)


def last_at_hand(desk: Desk) -> Path | None:
    """Last year's file, if one was chosen that is there and on this computer."""
    last = last_path(desk.book, desk.path)
    if last is None or is_remote(desk.book.setting(SETTING)) or is_remote(last):
        return None
    return last if _is_there(last) else None


def last_book(book: Book, path: Path) -> Last:
    """Last year's book, or the sentence why it cannot be compared with; None while none is chosen. path: of the book's own file."""
    last = last_path(book, path)
    if last is None:
        return None
    elsewhere = is_remote(last) and plain_path(last).anchor != plain_path(path).anchor
    remote = is_remote(book.setting(SETTING)) or elsewhere
    if remote or not _is_there(last):
        return text("找不到上年年报“{file}”，无法判断；请重新指定上年年报。", file=last.name)
    try:
        return _read(book, last)
    except UserError as fault:
        return text("上年年报“{file}”用不上，无法判断：{reason}", file=last.name, reason=fault.text)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have, or a folder that may not be looked into
        return False


def _read(book: Book, last: Path) -> Book:
    found = load_book(last)
    own, theirs = book.period, found.period
    if own is not None and (theirs is None or (theirs.year, theirs.months[-1]) >= (own.year, own.months[-1])):
        raise UserError(
            "“{file}”是{period}的，用来比较的一期要早于{own}。", file=last.name, period=str(theirs or "—"), own=str(own)
        )
    return found


def reading_last(desk: Desk) -> Job[Last]:
    """A job that reads last year's book; it needs nothing of the open one but what is said here and now."""
    return _reading(_settings_of(desk), desk.path)


def _settings_of(desk: Desk) -> Book:
    book = Book()
    book.load(iter(desk.book.all(Setting).values()))
    return book


def _reading(book: Book, path: Path) -> Job[Last]:
    yield Progress(0, 0, text("正在读取上年年报…"))
    return last_book(book, path)
