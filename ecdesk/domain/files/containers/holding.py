"""What an archive or a mail holds: its files, each with a name that leads nowhere, within limits that hold for all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.texts import Text, text

MOST_FILES = 500
HELD_BYTES = 64 * 2**20
"""Of all files of one archive or mail together, unpacked."""
LONGEST_NAME = 200
LONGEST_WORDS = 200
"""Characters of a sender or a subject that are kept."""
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_OF_PROGRAMS = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\.~)", re.IGNORECASE)

LEADS_OUT = text("“{file}”在压缩包里的路径指向压缩包以外，为安全起见没有读；请让对方重新打包发送。")
TOO_MANY = text("“{file}”里的文件太多，一次最多读 {most} 个；请拆成几份后再试。")
AGAIN = text("“{file}”与前面一份同名，内容完全一样，没有再读。")


@dataclass(frozen=True)
class Held:
    """One file of an archive or mail. name: with the folders it stands in there; of two with one name the second has a number. size: of its
    bytes, 0 where it is refused. refused: why it is not read. twin: whether another one has the same name; again: whether one before has its bytes, too."""

    name: str
    size: int = 0
    refused: Text | None = None
    twin: bool = False
    again: bool = False


@dataclass(frozen=True)
class Opened:
    """What was in an archive (kind: zip) or a mail. body: the text of a mail outside of tables; page: all of it as a web page, where it has a table. date: of a mail, as 2019-01-15, ""
    where it does not say."""

    kind: str
    held: tuple[Held, ...]
    sender: str = ""
    date: str = ""
    subject: str = ""
    body: str = ""
    page: str = ""


@dataclass
class Holding:
    """Takes the files of one archive or mail in, one after the other. name: of the archive or mail."""

    name: str
    held: list[Held] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    _used: int = 0
    _known: dict[str, list[tuple[bytes, int]]] = field(default_factory=dict)

    def take(self, name: str, content: Callable[[int], bytes]) -> None:
        """Take a file. content: gives its bytes, told how many are left for it; what it raises as UserError refuses this file alone.

        What programs put into archives for themselves is left out. Raises UserError for more files than are read.
        """
        clean = plain_name(name)
        if _OF_PROGRAMS.search(clean):
            return
        if len(self.held) >= MOST_FILES:
            raise UserError(TOO_MANY.template, file=self.name, most=MOST_FILES)
        known = self._known.setdefault(clean.casefold(), [])
        one = Held(_numbered(clean, len(known) + 1) if known else clean)
        found = b""
        try:
            if leads_out(name):
                raise UserError(LEADS_OUT.template, file=clean)
            found = content(HELD_BYTES - self._used)
            door.check_size(found, one.name)
            if len(found) > HELD_BYTES - self._used:
                raise door.too_large(one.name)
            if any(found == contents for contents, _at in known):
                one = replace(one, again=True)
                raise UserError(AGAIN.template, file=one.name)
            for _contents, at in known:
                self.held[at] = replace(self.held[at], twin=True)
            one = replace(one, twin=bool(known))
        except UserError as refusal:
            one, found = replace(one, refused=refusal.text), b""
        known.append((found, len(self.held)))
        self._used += len(found)
        self.held.append(replace(one, size=len(found)))
        self.contents.append(found)


def plain_name(name: str) -> str:
    """A name as it can be shown and be the end of a path: strokes between folders, nothing that cannot be seen, no way up or to a drive."""
    parts = _UNSEEN.sub("", name).replace("\\", "/").split("/")
    kept = [part.replace(":", "_").strip() for part in parts if part.strip() not in ("", ".", "..")]
    return "/".join(kept)[-LONGEST_NAME:].lstrip("/") or "_"


def leads_out(name: str) -> bool:
    """Whether a name in an archive means a place outside of it."""
    strokes = name.replace("\\", "/")
    return strokes.startswith("/") or ".." in strokes.split("/") or re.match(r"[A-Za-z]:", strokes) is not None


def _numbered(name: str, number: int) -> str:
    stem, point, ending = name.rpartition(".")
    return f"{stem} ({number}).{ending}" if point and "/" not in ending else f"{name} ({number})"


def shortened(words: str) -> str:
    """A sender or a subject on one line."""
    return " ".join(_UNSEEN.sub(" ", words).split())[:LONGEST_WORDS]
