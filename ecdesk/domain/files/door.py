"""The door for files from outside: how much one may ask for, counted and never timed, and the sentences that refuse it.

Whatever reads a spreadsheet, a manuscript or a letter takes its bytes here, its packed parts from `packed` and its XML from `markup`; JSON of a book, a
lock or the clipboard becomes values here. See docs/decisions/0013-one-door.md.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.faults import Doing, user_error

FILE_BYTES = 64 * 2**20
PART_BYTES = 64 * 2**20
TOTAL_BYTES = 96 * 2**20
"""Of all parts of a packed file that are read, unpacked."""
TEXT_BYTES = 24 * 2**20
"""Of what is text itself (CSV, web page, XML), and the characters of all cells together."""
ENTRIES = 5_000
"""Parts of a packed file."""
ELEMENTS = 1_250_000
"""In the XML of one file, over all its parts."""
NESTING = 250
"""Elements in one another. Word and spreadsheets come to some dozens."""
TABLES = 500
"""In one file, over all sheets or pages; a whole report has some hundreds."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises UserError when it cannot be opened, is empty or larger than the limit."""
    name = path.name
    try:
        if not path.is_file():
            raise UserError("“{file}”不存在或不是普通文件，请核对路径。", file=name)
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as fault:
        raise user_error(fault, path, Doing.READING) from None
    except ValueError:  # a character in the path that no path can have
        raise user_error(OSError(errno.EILSEQ, ""), path, Doing.READING) from None
    check_size(data, name)
    return data


def check_size(data: bytes, name: str) -> None:
    """Raises UserError for the bytes of a whole file that are none, or too many."""
    if len(data) > FILE_BYTES:
        raise too_large(name)
    if not data.strip(b"\x00 \t\r\n"):
        raise empty(name)


def decoded(data: bytes, name: str, encodings: Sequence[str] = ("utf-8", "gb18030")) -> tuple[str, bool]:
    """The text of a file and whether characters of it were lost. UTF-16 is told by its mark; of the others the first one counts in
    which every byte has a meaning, or else the one with the fewest that have none."""
    if len(data) > TEXT_BYTES:
        raise too_large(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
        return text, "\ufffd" in text
    data = data.removeprefix(b"\xef\xbb\xbf")
    for encoding in encodings:
        try:
            return data.decode(encoding), False
        except UnicodeDecodeError:
            continue
    best = min((data.decode(encoding, "replace") for encoding in encodings), key=lambda text: text.count("\ufffd"))
    return best, True


def from_json(body: Any, most: int = TEXT_BYTES) -> Any:
    """The value of a JSON text as this program writes it. ValueError for anything else: what is longer than `most`, nests without
    end, or holds what JSON does not (NaN, half a character)."""
    if type(body) is not str or len(body) > most:
        raise ValueError("no text")
    try:
        value = _READER.decode(body)
    except RecursionError:
        raise ValueError("nested without end") from None
    if "\\ud" in body or "\\uD" in body:
        # Half a character can be written as an escape, and nowhere be shown or stored again.
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _refused(word: str) -> NoReturn:
    raise ValueError(f"no number: {word}")


_READER = json.JSONDecoder(parse_constant=_refused)


def damaged(name: str) -> UserError:
    return UserError("“{file}”已损坏或不完整，读不出内容；请用原来的程序打开修复并另存，或请对方重新发送。", file=name)


def too_large(name: str) -> UserError:
    return UserError("“{file}”过大，超出可以读取的范围；请删去多余的内容后再试。", file=name)


def too_many_tables(name: str) -> UserError:
    return UserError("“{file}”里的表超过 {most} 个，没有读入；请拆成几份后再试。", file=name, most=TABLES)


def encrypted(name: str) -> UserError:
    return UserError("“{file}”设了密码，读不了；请去掉密码后再试，或请对方去掉密码后重新发送。", file=name)


def empty(name: str) -> UserError:
    return UserError("“{file}”里没有内容，没有可读的数据；请核对是不是这个文件。", file=name)


def has_declarations(name: str) -> UserError:
    return UserError(
        "“{file}”里带有正常文件不该有的外部声明，为安全起见没有读取；请用原来的程序另存，或请对方另存后重新发送。", file=name
    )
