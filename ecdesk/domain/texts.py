"""What editors read: Chinese templates, looked up in a catalogue when another language is chosen.

The Chinese template is its own key, as in gettext. The catalogues are ``resources/translations/<language>/*.json``; Qt's
translator in the window reads the same ones, so there is one translation of the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import resource

SOURCE_LANGUAGE = "zh"
_current = SOURCE_LANGUAGE


@lru_cache(maxsize=4)
def catalogue(language: str) -> Mapping[str, str]:
    """Template to translated template for a language; empty for Chinese, the language of the source."""
    merged: dict[str, str] = {}
    if language == SOURCE_LANGUAGE:
        return merged
    for path in sorted(resource("translations", language).glob("*.json")):
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    return merged


def languages() -> list[str]:
    """Codes of the languages the program speaks, Chinese first."""
    others = sorted(path.name for path in resource("translations").iterdir() if path.is_dir())
    return [SOURCE_LANGUAGE, *others]


def language() -> str:
    return _current


def set_language(code: str) -> None:
    """Choose the language of every text printed from now on; raises ValueError for one that is not there."""
    global _current
    if code not in languages():
        raise ValueError(code)
    _current = code


def translate(template: str) -> str:
    return catalogue(_current).get(template, template)


def tr(template: str, **values: Any) -> str:
    """A text in the current language, with its values put in."""
    return translate(template).format(**values) if values else translate(template)


@dataclass(frozen=True)
class Text:
    """A text that is translated when it is shown, not when it is made."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.template, **self.values)

    def __hash__(self) -> int:
        return hash((self.template, tuple(sorted((k, str(v)) for k, v in self.values.items()))))


def text(template: str, **values: Any) -> Text:
    return Text(template, values)
