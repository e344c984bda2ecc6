"""Everything that editors read is there in Chinese and in every other language, with the same values in it and in every plural form.

What counts as a text is in tests/tools/texts.py. Elsewhere in what editors see (session, gui, verbs, cli) no Chinese literal may stand,
except on a line that ends with ``# not shown`` (a name of data, a pattern to recognise).
"""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from ecdesk.domain.translations import Entry, entries, read_translations
from tests.import_graph import PACKAGE, ROOT
from tests.tools.texts import HEADER, TRANSLATIONS, called_name, calls_with_texts, in_step, shown_texts, trees, written

FILES = sorted(TRANSLATIONS.glob("*.po"))
HAN = re.compile(r"[\u3400-\u9fff]")
NOT_SHOWN = "# not shown"
COUNTED_THING = re.compile(r"\{(\w+)\} ?[个条项处份张步次行列组种页字天年本格件名段句家]")
"""A number in front of the word with which Chinese counts."""


def translated(path: Path) -> list[Entry]:
    return list(entries(path.read_text(encoding="utf-8")))[1:]


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_text_is_translated_in_every_plural_form(path: Path) -> None:
    forms = read_translations(path.read_text(encoding="utf-8")).forms
    assert {template: places for template, places in shown_texts().items() if template not in forms} == {}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_translation_is_left_of_a_text_that_is_gone(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert [entry.source for entry in translated(path) if entry.source not in shown_texts()] == []
    assert re.findall("^#~ msgid.*", content, re.MULTILINE) == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_file_of_translators_is_in_step_with_the_code(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert content == in_step(content, shown_texts()), "run dev.py texts"


def placeholders(template: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_translations_have_the_same_values_in_them(path: Path) -> None:
    pairs = [(entry.source, form) for entry in translated(path) for form in entry.forms]
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_translation_is_still_chinese(path: Path) -> None:
    # what is quoted may be Chinese: names and words that editors meet in their files
    forms = [form for entry in translated(path) for form in entry.forms]
    assert [form for form in forms if HAN.search(re.sub(r"[“\"(‘《].*?[”\")’》]", "", form))] == []


def disagreeing(entry: Entry) -> list[str]:
    """The values of an English text that would be wrong with 1: a number in front of a plural, where no form for one says it otherwise."""
    numbers = set(COUNTED_THING.findall(entry.source)) - ({"count"} if len(set(entry.forms)) > 1 else set())
    plural = r"(?: [a-z-]+)?? (?:[a-z-]+s|are|were|have|fail|pass|differ)\b"
    bad = [name for name in sorted(numbers) for form in entry.forms if re.search(rf"\{{{name}\}}{plural}", form)]
    return bad + [form for form in entry.forms if re.search(r"[a-z]\(e?s\)", form)]


def test_english_says_nothing_in_the_plural_of_one() -> None:
    assert [entry for entry in translated(TRANSLATIONS / "en.po") if disagreeing(entry)] == []


@pytest.mark.parametrize(
    ("source", "forms", "bad"),
    [
        ("{count} 条", ("{count} findings", "{count} findings"), True),
        ("{count} 条", ("{count} finding", "{count} findings"), False),
        ("{count} 条", ("{count} signed",) * 2, False),
        ("{files} 份，{count} 条", ("{files} new files, {count} rule", "{files} new files, {count} rules"), True),
        ("{files} 份", ("files: {files}",), False),
        ("{files} 份", ("{files} file(s)",), True),
    ],
)
def test_a_number_before_a_plural_is_found(source: str, forms: tuple[str, ...], bad: bool) -> None:
    assert bool(disagreeing(Entry(source, forms))) is bad


def test_a_text_that_is_new_and_one_that_is_gone_are_marked() -> None:
    start = written(Entry("", (HEADER.format(language="de"),)))
    first = in_step(start, {"甲 {count} 个": ["b.py"], "乙\n“丙”": ["a.py", "c.py"]})
    _header, other, counted = entries(first)
    assert (other.source, other.forms, other.plural) == ("乙\n“丙”", ("",), "") and "#: a.py c.py\n" in other.comments
    assert (counted.forms, counted.plural) == (("", ""), "甲 {count} 个") and "#, python-brace-format\n" in counted.comments
    assert read_translations(first).forms == {}


def test_what_translators_wrote_stays_and_comes_back_with_its_text() -> None:
    shown = {"甲": ["a.py"], "乙": ["a.py"]}
    start = in_step(written(Entry("", (HEADER.format(language="de"),))), shown)
    content = start.replace("#: a.py", "# Said on a button.\n#: a.py").replace(
        'msgid "甲"\nmsgstr ""', 'msgid "甲"\nmsgstr "\\"A\\""'
    )
    assert in_step(content, shown) == content
    gone = in_step(content, {"乙": ["a.py"]})
    assert gone.endswith('#~ msgid "甲"\n#~ msgstr "\\"A\\""\n') and "甲" not in read_translations(gone).forms
    assert in_step(gone, {"乙": ["a.py"]}) == gone
    assert read_translations(in_step(gone, shown)).forms == {"甲": ('"A"',)}


def untranslated_literals(path: Path) -> list[str]:
    """Chinese literals of a file that are neither a template, nor a docstring, nor marked as not shown."""
    lines, tree = path.read_text(encoding="utf-8").splitlines(), trees()[path]
    spared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called_name(node) in calls_with_texts() and node.args:
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
    shown = [path for path in trees() if path.relative_to(PACKAGE).parts[0] in ("gui", "session", "cli.py", "verbs.py")]
    assert [line for path in shown for line in untranslated_literals(path)] == []
