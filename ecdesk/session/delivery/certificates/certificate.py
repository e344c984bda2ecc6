"""The certificate as a file: one JSON document that a person can read, with a checksum that sees whether somebody changed it.

The checksum proves that nothing was altered since it was written, not who wrote it.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.texts import SOURCE_LANGUAGE, printed_in, tr

VERSION = 1
_CHECKSUM = "checksum"


class FileKind(StrEnum):
    """What a delivered file is, and with it how its figures are found again; those of pictures, lists of findings and descriptions are not."""

    WORKBOOK = "workbook"
    WORD = "word"
    PDF = "pdf"
    TABLE = "table"
    FIGURES = "figures"
    FINDINGS = "findings"
    CHART = "chart"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class CertifiedFile:
    """A file as it was delivered. name: in its folder, with those folders that belong to the edition. exhibit: its number and title, of a table by
    itself. pages: of a PDF the figures on each page, in reading order."""

    name: str
    kind: FileKind
    bytes: int
    sha256: str
    exhibit: str = ""
    pages: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Signature:
    """Who answers for an exhibit or a chapter. stands: whether nothing has changed since. words: why cells of it may be empty."""

    by: str
    when: str
    stands: bool
    words: str = ""


@dataclass(frozen=True)
class CertifiedCell:
    """A cell. printed: exactly as delivered. key: of the figure, "" where none stands."""

    printed: str
    key: str


@dataclass(frozen=True)
class CertifiedRow:
    """A row as printed. label: what stands before its cells."""

    label: str
    cells: tuple[CertifiedCell, ...]


@dataclass(frozen=True)
class CertifiedExhibit:
    """An exhibit as printed. title: with its number. as_table: whether its figures stand in a document as a table, not in a picture only. columns: the headings of each,
    the outermost first. notes: the lines under it."""

    number: str
    title: str
    unit: str
    as_table: bool
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[CertifiedRow, ...]
    notes: tuple[str, ...]
    signature: Signature | None


@dataclass(frozen=True)
class CertifiedChapter:
    """A chapter or section that somebody answers for."""

    title: str
    signature: Signature


@dataclass(frozen=True)
class CertifiedFigure:
    """A figure of the book as it is stored. origin: where it came from, in words; by: who typed or accepted it; received: the digest of the file
    that it was read from, "" for any other; checks: the numbers of the rules that looked at it and could decide; status, basis: as a data file has them;
    names: of its indicator, area and item, none in certificates of before they were kept."""

    name: str
    value: str
    unit: str
    qualifier: str
    symbol: str
    origin: str
    by: str
    received: str
    checks: tuple[int, ...]
    status: str = ""
    basis: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class CertifiedExplanation:
    """Why a figure may stand that a rule holds against."""

    reason: str
    words: str
    by: str
    when: str
    evidence: str


@dataclass(frozen=True)
class CertifiedCheck:
    """A rule applied to one set of figures. slack: see `Finding`."""

    number: int
    rule: str
    subject: str
    verdict: str
    formula: str
    difference: str
    tolerance: str
    slack: str
    explanation: CertifiedExplanation | None


@dataclass(frozen=True)
class CertifiedBook:
    """Which book. id: of its file."""

    title: str
    id: str
    period: str
    organisation: str


@dataclass(frozen=True)
class Certificate:
    """What is certified of an edition. figures: by key. texts: sentences that are printed by themselves."""

    program: str
    book: CertifiedBook
    made: str
    by: str
    files: tuple[CertifiedFile, ...]
    chapters: tuple[CertifiedChapter, ...]
    exhibits: tuple[CertifiedExhibit, ...]
    texts: tuple[str, ...]
    figures: Mapping[str, CertifiedFigure]
    checks: tuple[CertifiedCheck, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every row has its columns and every file of a table its exhibit: anybody can write a checksum."""
        titles = {one.title for one in self.exhibits}
        rows = ((one, row) for one in self.exhibits for row in one.rows)
        return all(len(row.cells) == len(one.columns) for one, row in rows) and all(
            one.exhibit in titles for one in self.files if one.kind is FileKind.TABLE
        )


def certificate_beside(path: Path) -> Path:
    """Where the certificate of an edition stands. path: the file, or the folder, that it is named after."""
    with printed_in(SOURCE_LANGUAGE):
        return path.with_name(tr("{name}.审核证书", name=path.name) + ".json")


def written(certificate: Certificate) -> bytes:
    """A certificate as a file; a line for each thing that holds no others."""
    document = {"certificate": "ecdesk", "version": VERSION, **asdict(certificate)}
    document[_CHECKSUM] = _checksum(document)
    return (_laid_out(document, "") + "\n").encode("utf-8")


def read_certificate(path: Path) -> Certificate:
    """Raises UserError for a file that cannot be read, is none, is one of a newer program, or was changed since it was written."""
    document = _document(path)
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UserError("“{file}”由更新版本的程序写出，这个版本读不了，请先更新程序。", file=path.name)
    if document.pop(_CHECKSUM, None) != _checksum(document):
        raise UserError("“{file}”写出以后被改动过，不能再用来核对；请用随成品交付的那一份。", file=path.name)
    try:
        made = _made(Certificate, {key: value for key, value in document.items() if key not in ("certificate", "version")})
    except (ValueError, TypeError, RecursionError):
        raise _is_none(path) from None
    assert isinstance(made, Certificate)
    if not made.is_whole:
        raise _is_none(path)
    return made


def _document(path: Path) -> dict[str, Any]:
    data = door.read_bytes(path)
    try:
        document = door.from_json(data.decode("utf-8-sig"), door.FILE_BYTES)
    except ValueError:
        raise _is_none(path) from None
    if not isinstance(document, dict) or document.get("certificate") != "ecdesk":
        raise _is_none(path)
    return document


def _is_none(path: Path) -> UserError:
    return UserError("“{file}”不是审核证书；证书是定稿导出时写在成品旁边的“….审核证书.json”。", file=path.name)


def _checksum(document: Mapping[str, Any]) -> str:
    """Over the contents, whatever their order and layout."""
    plain = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(plain.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _laid_out(value: Any, indent: str) -> str:
    inner = list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list | tuple) else []
    if not any(isinstance(one, dict | list | tuple) and one for one in inner):
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + " "
    if isinstance(value, dict):
        lines = [f"{json.dumps(key, ensure_ascii=False)}: {_laid_out(one, deeper)}" for key, one in value.items()]
        opened, closed = "{}"
    else:
        lines = [_laid_out(one, deeper) for one in inner]
        opened, closed = "[]"
    return opened + "".join(f"\n{deeper}{line}," for line in lines)[:-1] + f"\n{indent}{closed}"


def _made(hint: Any, value: Any) -> Any:
    """A value of a type, from what JSON has of it. Raises ValueError or TypeError where it is none."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return None if value is None else _made(arguments[0], value)
    if origin is tuple:
        return tuple([_made(arguments[0], one) for one in _of(list, value)])
    if origin is Mapping:
        return {_of(str, key): _made(arguments[1], one) for key, one in _of(dict, value).items()}
    if is_dataclass(hint):
        return _record(hint, _of(dict, value))
    return hint(value) if issubclass(hint, StrEnum) else _of(hint, value)


_hints = cache(typing.get_type_hints)
"""Asked for every record of a file, which may have a hundred thousand."""


def _record(cls: Any, given: dict[str, Any]) -> Any:
    hints = _hints(cls)
    known = {field.name: field.default is MISSING for field in fields(cls)}
    if not {name for name, needed in known.items() if needed} <= given.keys() <= known.keys():
        raise ValueError(sorted(given))
    return cls(**{name: _made(hints[name], one) for name, one in given.items()})


def _of(cls: Any, value: Any) -> Any:
    if type(value) is not cls:
        raise ValueError(cls.__name__)
    return value
