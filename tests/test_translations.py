"""Everything that editors read is there in Chinese and in English, with the same values in it.

A text is a literal given to ``tr``, ``text``, ``Text``, ``UserError`` or Qt's ``tr``; or a string of a form in ui/. Elsewhere in what
editors see (session, gui, verbs, cli) no Chinese literal may stand, except on a line that ends with ``# not shown`` (a name of
data, a pattern to recognise).
"""

from __future__ import annotations

import ast
import json
import re
import string
import xml.etree.ElementTree
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
LANGUAGES = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())
CALLS = {"tr", "text", "Text", "UserError", "translate"}
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]")
NOT_SHOWN = "# not shown"


def sources() -> list[Path]:
    return [path for path in sorted((ROOT / "ecdesk").rglob("*.py")) if path.parent != ROOT / "ecdesk" / "gui" / "forms"]


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
def user_error_classes() -> set[str]:
    """UserError and the classes derived from it anywhere in the code."""
    names, grown = {"UserError"}, True
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources()]
    while grown:
        grown = False
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and node.name not in names:
                    bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                    if bases & names:
                        names.add(node.name)
                        grown = True
    return names


def looked_up(argument: ast.expr) -> str:
    """NAMES of ``tr(NAMES[one])`` and ``tr(NAMES.get(one, one))``; "" for another argument."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute) and argument.func.attr == "get":
        argument = argument.func
    table = argument.value if isinstance(argument, ast.Subscript | ast.Attribute) else None
    return table.id if isinstance(table, ast.Name) else ""


@cache
def tables_of_texts() -> dict[str, str]:
    """Texts that stand in a table of a module and are translated when they are looked up there, with the place of the table."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    names = {
        looked_up(node.args[0])
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and called_name(node) == "tr"
    }
    found: dict[str, str] = {}
    for path, tree in trees.items():
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
            if not isinstance(target, ast.Name) or target.id not in names or getattr(node, "value", None) is None:
                continue
            values = node.value.values if isinstance(node.value, ast.Dict) else getattr(node.value, "elts", [])  # type: ignore[union-attr]
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and CHINESE.search(value.value):
                    found.setdefault(value.value, f"{path.relative_to(ROOT)}:{value.lineno}")
    return found


@cache
def code_templates() -> dict[str, str]:
    """Template to the place where it stands."""
    calls = CALLS | user_error_classes()
    found: dict[str, str] = dict(tables_of_texts())
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and called_name(node) in calls:
                for argument in node.args[:1]:
                    for template in literals(argument):
                        if CHINESE.search(template):
                            found.setdefault(template, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


@cache
def form_strings() -> dict[str, str]:
    """Strings of the forms in ui/ that are shown, to the form they stand in."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "ui").glob("*.ui")):
        for element in xml.etree.ElementTree.parse(path).iter("string"):
            if element.get("notr") != "true" and element.text and CHINESE.search(element.text):
                found.setdefault(element.text, str(path.relative_to(ROOT)))
    return found


@cache
def data_strings() -> frozenset[str]:
    """Chinese texts of resource files outside the translations: they may be translated too (names of indicators, rules, commands)."""
    found: set[str] = set()
    for path in (ROOT / "resources").rglob("*"):
        if path.suffix in (".toml", ".csv", ".json", ".txt") and TRANSLATIONS not in path.parents:
            found.add(path.read_text(encoding="utf-8"))
    return frozenset(found)


@cache
def shown_constants() -> frozenset[str]:
    """Chinese literals of the code anywhere: constants such as names of levels, which are translated where they are shown."""
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
                found.add(node.value)
    return frozenset(found)


@cache
def translation(language: str) -> dict[str, tuple[str, str]]:
    """Template to its translation and the file that has it."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((TRANSLATIONS / language).glob("*.json")):
        for template, translated in json.loads(path.read_text(encoding="utf-8")).items():
            found[template] = translated, path.name
    return found


def placeholders(template: str) -> list[str]:
    return sorted({name for _text, name, _format, _conversion in string.Formatter().parse(template) if name is not None})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_translated(language: str) -> None:
    have = translation(language)
    assert {template: place for template, place in code_templates().items() if template not in have} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_two_files_translate_reads_the_same_in_both(language: str) -> None:
    have = translation(language)
    different = []
    for path in sorted((TRANSLATIONS / language).glob("*.json")):
        for template, translated in json.loads(path.read_text(encoding="utf-8")).items():
            if have[template][0] != translated:
                different.append(f"{template}: {translated} ({path.name}), {' '.join(have[template])}")
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_a_form_is_translated(language: str) -> None:
    have = translation(language)
    assert {template: place for template, place in form_strings().items() if template not in have} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_values_in_them(language: str) -> None:
    different = {
        template: translated
        for template, (translated, _file) in translation(language).items()
        if placeholders(template) != placeholders(translated)
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_empty_or_still_chinese(language: str) -> None:
    # what is quoted may be Chinese: names and words that editors meet in their files
    left = {
        template: translated
        for template, (translated, _file) in translation(language).items()
        if not translated.strip() or HAN.search(re.sub(r"[“\"(‘《].*?[”\")’》]", "", translated))
    }
    assert left == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_of_a_text_that_is_gone(language: str) -> None:
    def used(template: str) -> bool:
        return (
            template in code_templates()
            or template in form_strings()
            or template in shown_constants()
            or any(template in data for data in data_strings())
        )

    assert [f"{file}: {template}" for template, (_text, file) in translation(language).items() if not used(template)] == []


def untranslated_literals(path: Path) -> list[str]:
    """Chinese literals of a file that are neither a template, nor a docstring, nor marked as not shown."""
    text = path.read_text(encoding="utf-8")
    lines, tree, calls = text.splitlines(), ast.parse(text), CALLS | user_error_classes()
    spared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called_name(node) in calls and node.args:
            spared |= {id(inner) for inner in ast.walk(node.args[0])}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spared.add(id(node.value))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value) and id(node) not in spared:
            line = lines[node.lineno - 1]
            if not line.rstrip().endswith(NOT_SHOWN) and NOT_SHOWN not in lines[(node.end_lineno or node.lineno) - 1]:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}")
    return found


def test_no_chinese_text_goes_around_the_translation() -> None:
    shown = [path for path in sources() if path.relative_to(ROOT / "ecdesk").parts[0] in ("gui", "session", "cli.py", "verbs.py")]
    assert [line for path in shown for line in untranslated_literals(path)] == []
