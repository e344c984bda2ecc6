"""Records as plain JSON values and back; what the file and the journal store."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast

from ecdesk.domain.book.records import RECORD_TYPES, Record
from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.files.door import from_json
from ecdesk.domain.wording.units import unit_named

Decoder = Callable[[Any], Any]
_MOST_DIGITS = 300
"""Of a number; the longest that is read from a cell has 200 characters."""
_LARGEST = 2**53
"""Of a field that counts or orders; beyond it floats and other programs lose digits."""


def encode_content(content: Content | None) -> Any:
    """An amount as [digits, unit, qualifier], a mark as its name, unread text as {"text": …}, nothing as None."""
    if isinstance(content, Amount):
        return [str(content.value), content.unit.symbol, content.qualifier]
    if isinstance(content, Mark):
        return content.value
    if isinstance(content, Unparsed):
        return {"text": content.text}
    return None


def decode_content(value: Any) -> Content | None:
    """The inverse of `encode_content`; ValueError for anything else."""
    if value is None:
        return None
    if isinstance(value, str):
        return Mark(value)
    if isinstance(value, dict) and value.keys() == {"text"}:
        return Unparsed(_text(value["text"]))
    if isinstance(value, list) and len(value) == 3:
        digits, unit, qualifier = value
        return Amount(decode_number(digits), unit_named(_text(unit)), _text(qualifier))
    raise ValueError(f"no content: {type(value).__name__}")


def decode_number(digits: Any) -> Decimal:
    """The digits of an amount as a finite decimal of bearable length; ValueError or ArithmeticError for anything else."""
    if type(digits) is not str or len(digits) > _MOST_DIGITS:
        raise ValueError("no number")
    number = Decimal(digits)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"no number: {digits}")
    return number


def encode(record: Record) -> dict[str, Any]:
    """A record as a JSON object; fields that hold their default are left out, so that diffs are short."""
    return _encode_fields(record)


def decode(kind: str, value: Mapping[str, Any]) -> Record:
    """The inverse of `encode`. Raises KeyError for a kind or a field that this program does not know, TypeError for a field that is
    missing, and ValueError for one of another type."""
    return cast(Record, _decoder(cast(Hashable, RECORD_TYPES[kind]))(value))


def decode_text(kind: str, body: str) -> Record:
    """A record of the JSON text that a book keeps of it. Fails as `decode` does, and with ValueError for no such text."""
    return decode(kind, from_json(body))


def _encode_fields(instance: Any) -> dict[str, Any]:
    result = {}
    for name, _type, default in _plan(type(instance)):
        value = getattr(instance, name)
        if default is MISSING or value != default:
            result[name] = _encode_value(value)
    return result


def _encode_value(value: Any) -> Any:
    if isinstance(value, Key):
        return str(value)
    if isinstance(value, Amount | Mark | Unparsed):
        return encode_content(value)
    if is_dataclass(value):
        return _encode_fields(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_encode_value(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _encode_value(part) for key, part in value.items()}
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError(f"no text: {type(value).__name__}")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError(f"neither true nor false: {type(value).__name__}")
    return value


def _whole_number(value: Any) -> int:
    if type(value) is not int or not -_LARGEST <= value <= _LARGEST:
        raise ValueError("no whole number")
    return value


def _real_number(value: Any) -> float:
    if (
        type(value) not in (int, float) or not -_LARGEST <= value <= _LARGEST
    ):  # what is no number at all (NaN) is not between them either
        raise ValueError("no number")
    return cast(float, value)


def _key(value: Any) -> Key:
    return key_from_text(_text(value))


_SIMPLE: dict[Any, Decoder] = {
    str: _text,
    bool: _flag,
    int: _whole_number,
    float: _real_number,
    Key: _key,
    Content: decode_content,
}


@cache
def _decoder(hint: Any) -> Decoder:
    """What decodes a value of a type; put together once, so that nobody looks at types again for each of thousands of values."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if is_dataclass(hint):
        return _fields_decoder(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member_decoder(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _tuple_decoder(_decoder(arguments[0]))
    if origin is tuple:
        return _row_decoder([_decoder(argument) for argument in arguments])
    if origin in (types.UnionType, typing.Union):
        (chosen,) = (argument for argument in arguments if argument is not type(None))
        inner = _decoder(chosen)
        return lambda value: None if value is None else inner(value)
    if origin is Mapping and arguments == (str, str):
        return _texts_by_name
    raise TypeError(f"cannot be stored: {hint}")


def _member_decoder(cls: type[Enum]) -> Decoder:
    members = {member.value: member for member in cls}

    def decode_member(value: Any) -> Any:
        if type(value) is not str or value not in members:
            raise ValueError(f"no {cls.__name__}: {value!r:.60}")
        return members[value]

    return decode_member


def _fields_decoder(cls: type) -> Decoder:
    decoders = {name: _decoder(hint) for name, hint, _default in _plan(cls)}

    def decode_fields(value: Any) -> Any:
        if type(value) is not dict:
            raise ValueError(f"no {cls.__name__}: {type(value).__name__}")
        return cls(**{name: decoders[name](part) for name, part in value.items()})

    return decode_fields


def _tuple_decoder(inner: Decoder) -> Decoder:
    def decode_tuple(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise ValueError(f"no list: {type(value).__name__}")
        return tuple([inner(part) for part in value])

    return decode_tuple


def _row_decoder(inner: Sequence[Decoder]) -> Decoder:
    def decode_row(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise ValueError(f"no list: {type(value).__name__}")
        return tuple(decoder(part) for decoder, part in zip(inner, value, strict=True))

    return decode_row


def _texts_by_name(value: Any) -> dict[str, str]:
    if type(value) is not dict:
        raise ValueError(f"no object: {type(value).__name__}")
    for part in value.values():
        _text(part)
    return value


_plans: dict[type, tuple[tuple[str, Any, Any], ...]] = {}


def _plan(cls: type) -> tuple[tuple[str, Any, Any], ...]:
    """Name, type and default of each field; looked up once for each class."""
    if cls not in _plans:
        hints = typing.get_type_hints(cls)
        plan = []
        for part in fields(cls):
            default = part.default
            if default is MISSING and part.default_factory is not MISSING:
                default = part.default_factory()
            plan.append((part.name, hints[part.name], default))
        _plans[cls] = tuple(plan)
    return _plans[cls]
