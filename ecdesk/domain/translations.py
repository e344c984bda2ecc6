"""The translations of the program's texts, read from the files that translators work on: gettext's ``.po``.

Nothing is compiled. Everything that gettext and the editors of such files write is read, except contexts (``msgctxt``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from gettext import c2py
from operator import index
from typing import NamedTuple, SupportsIndex

_ENTRY = re.compile(
    r'((?:(?:#.*)?\n)*)msgid "(.*)"\n(?:msgstr "(.*)"\n|msgid_plural "(.*)"\n((?:msgstr\[\d\] ".*"\n)+))',
)
_FORM = re.compile(r'msgstr\[\d\] "(.*)"\n')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t"}


class Entry(NamedTuple):
    """A text with its translations. comments: the lines above it. plural: the source for more than one, "" when it has no plural.
    forms: the translation, or one for each plural form; "" where there is none yet."""

    source: str
    forms: tuple[str, ...]
    plural: str = ""
    comments: str = ""

    @property
    def fuzzy(self) -> bool:
        """Whether a tool guessed the translation and nobody has said yet that it is right."""
        return "fuzzy" in self.comments and re.search("^#,.*fuzzy", self.comments, re.MULTILINE) is not None

    def without_escapes(self) -> Entry:
        """As it stands between the quotation marks of a file to as it is."""
        return Entry(_read(self.source), tuple(map(_read, self.forms)), _read(self.plural), self.comments)


class Translations(NamedTuple):
    """The texts of one language. forms: Chinese template to its translation, or to one for each plural form. form_of: which of those goes
    with a number."""

    forms: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]

    def translate(self, template: str, count: object = None) -> str:
        """The template in this language; itself where it is not translated. What is no whole number takes the last plural form."""
        forms = self.forms.get(template)
        if forms is None:
            return template
        return forms[self.form_of(index(count)) if len(forms) > 1 and isinstance(count, SupportsIndex) else -1]


def entries(content: str) -> Iterator[Entry]:
    """What a ``.po`` file says, its header first. Obsolete entries are comments. Raises ValueError where it is not well formed."""
    joined, at = content.replace('"\n"', ""), 0  # a string goes on in the next line
    while found := _ENTRY.match(joined, at):
        comments, source, one, plural, many = found.groups()
        forms = (one,) if many is None else tuple(_FORM.findall(many))
        entry = Entry(source, forms, plural or "", comments)
        yield entry.without_escapes() if "\\" in found[0] else entry
        at = found.end()
    left = [line for line in joined[at:].split("\n") if line and not line.startswith("#")]
    if left:
        raise ValueError(f"not well formed: {left[0]}")


def _read(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)


def read_translations(content: str) -> Translations:
    """The translations in a ``.po`` file, without those that are missing or fuzzy. Raises ValueError for a file that is not well formed or
    does not say what plural forms there are."""
    header, *rest = entries(content)
    said = re.search(r"^Plural-Forms: *nplurals=(\d+); *plural=([^;\n]+)", header.forms[0], re.MULTILINE)
    if header.source or said is None:
        raise ValueError("the header does not say which plural forms there are")
    wrong = [entry.source for entry in rest if entry.plural and len(entry.forms) != int(said[1])]
    if wrong:
        raise ValueError(f"other than {said[1]} plural forms: {wrong}")
    return Translations({entry.source: entry.forms for entry in rest if all(entry.forms) and not entry.fuzzy}, c2py(said[2]))
