"""The files that translators work on, ``resources/translations/*.po``, kept in step with the texts: ``python dev.py texts [LANGUAGE]``.

A text is a Chinese literal given to one of `CALLS` or to a class derived from UserError; an entry of a table whose entries are given to
``tr``; a string of a form in ui/; or one of the words in the data files of `DATA`. Texts with a value ``{count}`` have plural forms. A
text that is gone stays in the file as an obsolete entry, for a translator to take words from; a test asks that it be deleted.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
import xml.etree.ElementTree
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ecdesk.domain.translations import Entry, entries
from tests.import_graph import ROOT, modules

TRANSLATIONS = ROOT / "resources" / "translations"
CALLS = frozenset({"tr", "text", "Text", "translate", "fail", "UserError"})


def _meanings(data: Mapping[str, Any]) -> list[str]:
    """What editors call the colours of a theme of charts."""
    return [entry["title"] for entry in data.get("print", {}).get("meanings", {}).values()]


DATA: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
    "office/stages.toml": lambda data: [stage["name"] for stage in data["stage"]],
    "rules/reasons.toml": lambda data: [reason["words"] for reason in data["reason"]],
    "rules/*.toml": lambda data: [rule["name"] for rule in data.get("rule", [])],
    "rules/words.toml": lambda data: (
        [entry["word"] for entry in (*data["scope"], *data["group"])] + [*data["subjects"], *data["relative"]]
    ),
    "wording/symbols.toml": lambda data: [
        entry[part] for entry in data.values() if "meaning" in entry for part in ("word", "meaning")
    ],
    "themes/*.toml": lambda data: [data["title"], *_meanings(data)] if "title" in data else [],
}
"""Data files with words that are translated when they are shown, and what finds the words in them."""
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]")
COUNTED = re.compile(r"\{count\b|%n")
HEADER = """\
Project-Id-Version: ecdesk
Language: {language}
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""


def called_name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def literals(node: ast.expr) -> Iterator[str]:
    """The literal texts that an argument can be: itself, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules()}


@cache
def calls_with_texts() -> frozenset[str]:
    """`CALLS` and the classes derived from UserError anywhere in the code."""
    names = set(CALLS)
    classes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while more := {one.name for one in classes if names & {base.id for base in one.bases if isinstance(base, ast.Name)}} - names:
        names |= more
    return frozenset(names)


def looked_up(argument: ast.expr) -> str:
    """NAMES of ``tr(NAMES[one])`` and ``tr(NAMES.get(one, one))``; "" for another argument."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute) and argument.func.attr == "get":
        argument = argument.func
    table = argument.value if isinstance(argument, ast.Subscript | ast.Attribute) else None
    return table.id if isinstance(table, ast.Name) else ""


def texts_of_tables() -> Iterator[tuple[str, Path]]:
    """Texts that stand in a table of a module and are translated when they are looked up there, with the file of the table."""
    calls = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {looked_up(call.args[0]) for call in calls if call.args and called_name(call) == "tr"}
    for path, tree in trees().items():
        for node in tree.body:
            match node:
                case ast.Assign([ast.Name(name)], table) | ast.AnnAssign(ast.Name(name), _, table) if name in names:
                    elements = table.values if isinstance(table, ast.Dict) else getattr(table, "elts", [])
                    yield from ((template, path) for element in elements for template in literals(element))


def texts_of_code() -> Iterator[tuple[str, Path]]:
    """Templates, each with the file it stands in."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called_name(node) in calls_with_texts():
                for argument in node.args:
                    yield from ((template, path) for template in literals(argument))


def texts_of_forms() -> Iterator[tuple[str, Path]]:
    """Strings of the forms in ui/ that are shown, each with its form."""
    for path in (ROOT / "ui").glob("*.ui"):
        for element in xml.etree.ElementTree.parse(path).iter("string"):
            if element.get("notr") != "true":
                yield element.text or "", path


def texts_of_data() -> Iterator[tuple[str, Path]]:
    """Words of data files that are shown, each with its file."""
    for pattern, words in DATA.items():
        for path in (ROOT / "resources").glob(pattern):
            yield from ((word, path) for word in words(tomllib.loads(path.read_text(encoding="utf-8"))))


@cache
def shown_texts() -> Mapping[str, list[str]]:
    """Every Chinese text that editors see, with the files in which it stands."""
    found = defaultdict(set)
    for texts in (texts_of_code(), texts_of_tables(), texts_of_forms(), texts_of_data()):
        for template, path in texts:
            if CHINESE.search(template):
                found[template].add(path.relative_to(ROOT).as_posix())
    return {template: sorted(files) for template, files in found.items()}


def in_step(content: str, shown: Mapping[str, list[str]]) -> str:
    """A ``.po`` file with an entry for every text that is shown, by file and text; the others are obsolete. Raises ValueError for a file
    that is not well formed."""
    obsolete_lines = "".join(re.findall(r"(?m)^#~ ?(.*\n)", content))
    header, *present = entries(re.sub(r"(?m)^#~.*\n", "", content))
    known = {entry.source: entry for entry in (*entries(obsolete_lines), *present)}
    many = int(re.findall(r"nplurals=(\d+)", header.forms[0])[0])
    current = [entry_for(template, files, known.get(template), many) for template, files in shown.items()]
    current.sort(key=lambda entry: (shown[entry.source][0], entry.source))
    obsolete = [written(known[source]._replace(comments="")) for source in sorted(known.keys() - shown.keys())]
    parts = [written(header), *map(written, current), *("".join(f"#~ {line}\n" for line in old.splitlines()) for old in obsolete)]
    return "\n".join(parts)


def entry_for(template: str, files: Iterable[str], known: Entry | None, many: int) -> Entry:
    """The entry of a text that is shown: where it stands, what translators said and wrote, and its plural forms where it has a count."""
    known = known or Entry(template, ("",))
    plural = template if COUNTED.search(template) else ""
    wanted = many if plural else 1
    forms = known.forms if len(known.forms) == wanted else known.forms[-1:] * wanted
    flags = ["fuzzy"] * known.fuzzy + ["python-brace-format"] * ("{" in template)
    comments = [*re.findall("^# .*", known.comments, re.MULTILINE), f"#: {' '.join(files)}"]
    if flags:
        comments.append("#, " + ", ".join(flags))
    return Entry(template, forms, plural, "".join(f"{line}\n" for line in comments))


def written(entry: Entry) -> str:
    """An entry as it stands in a ``.po`` file."""
    lines = [f"msgid {quoted(entry.source)}"]
    if entry.plural:
        lines.append(f"msgid_plural {quoted(entry.plural)}")
        lines += [f"msgstr[{number}] {quoted(form)}" for number, form in enumerate(entry.forms)]
    else:
        lines.append(f"msgstr {quoted(entry.forms[0])}")
    return entry.comments.lstrip("\n") + "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A string of a ``.po`` file, on a line of its own for each line that it has."""
    lines = text.replace("\\", r"\\").replace('"', r"\"").replace("\t", r"\t").splitlines(keepends=True)
    strings = [f'"{line.replace(chr(10), chr(92) + "n")}"' for line in lines]
    return strings[0] if len(strings) == 1 else "\n".join(['""', *strings])


def main(languages: list[str]) -> None:
    for language in languages or sorted(path.stem for path in TRANSLATIONS.glob("*.po")):
        path = TRANSLATIONS / f"{language}.po"
        old = path.read_text(encoding="utf-8") if path.exists() else written(Entry("", (HEADER.format(language=language),)))
        path.write_text(in_step(old, shown_texts()), encoding="utf-8", newline="\n")
        missing = sum(not all(entry.forms) for entry in entries(path.read_text(encoding="utf-8")))
        print(f"{path.relative_to(ROOT)}: {len(shown_texts())} texts, {missing} to be translated")


if __name__ == "__main__":
    main(sys.argv[1:])
