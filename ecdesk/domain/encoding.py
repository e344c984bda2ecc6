"""Records as plain JSON values and back; what the file and the journal store."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Any, cast

from ecdesk.domain.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.keys import Key, key_from_text
from ecdesk.domain.records import RECORD_TYPES, Record
from ecdesk.domain.wording.units import unit_named


def encode_content(content: Content | None) -> Any:
    """An amount as [digits, unit, qualifier], a mark as its character, unread text as {"text": …}, nothing as None."""
    if isinstance(content, Amount):
        return [str(content.value), content.unit.symbol, content.qualifier]
    if isinstance(content, Mark):
        return content.value
    if isinstance(content, Unparsed):
        return {"text": content.text}
    return None


def decode_content(value: Any) -> Content | None:
    if value is None:
        return None
    if isinstance(value, str):
        return Mark(value)
    if isinstance(value, dict):
        return Unparsed(value["text"])
    digits, unit, qualifier = value
    return Amount(Decimal(digits), unit_named(unit), qualifier)


def encode(record: Record) -> dict[str, Any]:
    """A record as a JSON object; fields that hold their default are left out, so that diffs are short."""
    return _encode_fields(record)


def decode(kind: str, value: Mapping[str, Any]) -> Record:
    """The inverse of `encode`; fields that a newer program wrote and this one does not know raise KeyError."""
    return cast(Record, _decode_fields(RECORD_TYPES[kind], value))


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
    if isinstance(value, tuple | list):
        return [_encode_value(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _encode_value(part) for key, part in value.items()}
    return value


def _decode_fields(cls: type, value: Mapping[str, Any]) -> Any:
    known = {name: hint for name, hint, _default in _plan(cls)}
    return cls(**{name: _decode_value(known[name], part) for name, part in value.items()})


def _decode_value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint is Key:
        return key_from_text(value)
    if hint == Content:
        return decode_content(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _decode_fields(hint, value)
    origin = typing.get_origin(hint)
    if origin is tuple:
        arguments = typing.get_args(hint)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_decode_value(arguments[0], part) for part in value)
        return tuple(_decode_value(argument, part) for argument, part in zip(arguments, value, strict=True))
    if origin in (types.UnionType, typing.Union):
        chosen = next(argument for argument in typing.get_args(hint) if argument is not type(None))
        return _decode_value(chosen, value)
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
