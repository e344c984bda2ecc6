"""Statistical language is read in ecdesk.domain.wording alone: nobody else normalises texts or matches words of time, number and measure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GRAMMAR = ROOT / "ecdesk" / "domain" / "wording"

PORTED = ("domain", "columns", "documents", "excel", "charts", "checks", "session", "storage", "gui")
"""The packages that leave such words to the grammar. The proof's phrases follow with its own rebuilding."""

KEPT = {
    "ecdesk/checks/language/parsing.py": ("每一个",),  # a keyword of the rule language
    "ecdesk/domain/figures/keys.py": ("同比增速", "环比增速", "占比", "变动百分点"),  # what the measures are called
    "ecdesk/domain/figures/units.py": ("百分点",),  # a dimension of the units' data
    "ecdesk/session/delivery/printing.py": ("四舍五入",),  # what a note under a table says
    "ecdesk/storage/migrations/spans.py": ("年1—",),  # names that an earlier version gave
}
"""The words that such a file may hold, with the reason."""

WORDS = re.compile("[年季月万亿约超零〇一二两三四五六七八九十百千]|同比|环比|增长|增速|占比|比重|累计|百分点|不足|左右|以上")
METHODS = frozenset(
    [
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "replace",
        "split",
        "rsplit",
        "partition",
        "rpartition",
        "find",
        "rfind",
        "index",
        "rindex",
        "count",
        "strip",
        "lstrip",
        "rstrip",
        "translate",
        "maketrans",
    ]
)
SHOWN = frozenset(("text", "tr", "Text", "UserError", "Problem"))
"""What is called with these is read by people."""


def words_matched(source: str) -> list[str]:
    """The strings of a module that hold such words where a text is matched, each with its line; and every use of unicodedata."""
    tree = ast.parse(source)
    places = list(_matching(tree))
    used = {node.id for place in places for node in ast.walk(place) if isinstance(node, ast.Name)}
    for statement in _constants(tree):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        collection = isinstance(statement.value, ast.Set | ast.Tuple | ast.List | ast.Dict | ast.Call)
        if collection or any(isinstance(target, ast.Name) and target.id in used for target in targets):
            places.append(statement.value)
    found = {(node.lineno, node.value) for place in places for node in _strings(place) if WORDS.search(node.value)}
    modules = {
        (node.lineno, "unicodedata")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(name.name == "unicodedata" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "unicodedata")
    }
    return [f"{line}: {word}" for line, word in sorted(found | modules)]


def _matching(tree: ast.Module) -> Iterator[ast.expr]:
    """Expressions that texts are compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.MatchValue):
            yield node.value
        elif isinstance(node, ast.For | ast.comprehension):
            yield node.iter
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re or node.func.attr in METHODS:
                yield from (*node.args, *(keyword.value for keyword in node.keywords))


def _constants(tree: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    """What a module or a class gives a name to once and for all."""
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for body in bodies:
        yield from (
            node for node in body if isinstance(node, ast.Assign) or (isinstance(node, ast.AnnAssign) and node.value is not None)
        )


def _strings(node: ast.AST | None) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    if node is None or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHOWN):
        return
    for child in ast.iter_child_nodes(node):
        yield from _strings(child)


@pytest.mark.parametrize("package", PORTED)
def test_words_are_matched_by_the_grammar_alone(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{match}"
        for path in sorted((ROOT / "ecdesk" / package).rglob("*.py"))
        if not path.name.startswith("ui_") and GRAMMAR not in path.parents
        for match in words_matched(path.read_text(encoding="utf-8"))
        if not any(word in match for word in KEPT.get(path.relative_to(ROOT).as_posix(), ()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import unicodedata",
        "from unicodedata import normalize",
        "import re\nre.search(r'[0-9]+年', text)",
        "import re\nYEAR = '[0-9]+年'\nPATTERN = re.compile(f'{YEAR}度')",
        "_YEAR = '20[0-9]{2}年'\nfound = re.search(_YEAR, text)",
        "found = '同比' in text",
        "found = text == '万'",
        "found = text[0] in ('约', '超')",
        "found = text.endswith('季')",
        "text = text.replace('亿', '')",
        "text = text.strip('零一二')",
        "_NUMERALS = {'一': 1, '二': 2}",
        "_WORDS = frozenset(('年', '月'))",
        "class Reader:\n    words = ('环比',)",
        "for word in ('年', '月'):\n    text = cut(text, word)",
        "match text:\n    case '年':\n        pass",
    ],
)
def test_a_word_that_is_matched_is_found(source: str) -> None:
    assert words_matched(source)


@pytest.mark.parametrize(
    "source",
    [
        "'''年、季、月。'''",
        "def read(text):\n    '''2018年'''\n    return text",
        "message = text('文件里没有写明年份，是哪一年的数？')",
        "MESSAGE = text('增速、占比没有写单位，按百分数读。')",
        "raise UserError('请在{year}年里选一个。', year=year)",
        "found = period_named(text)",
    ],
)
def test_what_people_read_is_no_match(source: str) -> None:
    assert words_matched(source) == []
