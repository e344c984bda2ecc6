"""How many ways there are through a function: McCabe's number, counted as radon counts it.

A function has one, and one more for each ``if``, loop, ``else`` of a loop or a ``try``, handler, case, comprehension, condition in a
comprehension, ``assert`` whatever stands in it, and each further side of ``and`` and ``or``. What is defined inside a function counts for itself.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HIGH = 11
"""From here on a function is of radon's rank C or worse."""
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
NO_CODE = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER}
)


@dataclass(frozen=True)
class Function:
    """name: with the classes and functions around it, ``Class.method``."""

    name: str
    complexity: int


def functions(text: str) -> list[Function]:
    """Every function of a module's text."""
    return list(_functions(ast.parse(text).body, ""))


def _functions(statements: Iterable[ast.AST], around: str) -> Iterator[Function]:
    for node in statements:
        name = around
        if isinstance(node, DEFINITIONS):
            name = f"{around}.{node.name}".lstrip(".")
            if not isinstance(node, ast.ClassDef):
                yield Function(name, 1 + sum(_own_ways(statement) for statement in node.body))
        yield from _functions(ast.iter_child_nodes(node), name)


def _own_ways(node: ast.AST) -> int:
    """What a statement or expression adds to the function it stands in."""
    if isinstance(node, DEFINITIONS):
        return 0
    if isinstance(node, ast.Assert):
        return 1
    return _ways(node) + sum(_own_ways(part) for part in ast.iter_child_nodes(node))


def _ways(node: ast.AST) -> int:
    match node:
        case ast.If() | ast.IfExp():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Match():
            return len(node.cases) - any(_takes_anything(case.pattern) for case in node.cases)
    return 0


def _takes_anything(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def code_lines(text: str) -> int:
    """Lines of a module's text that hold code: no blank line, no comment, no docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for token in tokens if token.type not in NO_CODE for line in range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)
