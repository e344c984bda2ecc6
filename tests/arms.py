"""Which arms of conditions no test enters: ``python -m tests.arms MODULE... -- TESTS...``, for modules and packages by their dotted names.

Each arm of an ``if``, also the one that is not written, and each of an ``a if b else c`` notes that it was entered. That costs little, so
that a package is measured in about the time that its tests take. Without names it measures the language room.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

MODULES = ("ecdesk.domain.wording", "ecdesk.domain.judging")
TESTS = ("tests/domain/wording", "tests/domain/test_judging.py")

Arm = tuple[str, int, str]
"""File, line of the condition, and "true" or "false"."""


class Arms(ast.NodeTransformer):
    """Makes each arm of a module call a function with its number; arms: where each stands."""

    def __init__(self, path: str, arms: list[Arm]) -> None:
        self._path = path
        self._arms = arms

    def _call(self, node: ast.If | ast.IfExp, arm: str) -> ast.Call:
        self._arms.append((self._path, node.lineno, arm))
        return ast.Call(ast.Name("_entered_", ast.Load()), [ast.Constant(len(self._arms) - 1)], [])

    def visit_If(self, node: ast.If) -> ast.If:
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(self._call(node, "true")))
        node.orelse.insert(0, ast.Expr(self._call(node, "false")))
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        self.generic_visit(node)
        node.body = ast.BoolOp(ast.Or(), [self._call(node, "true"), node.body])
        node.orelse = ast.BoolOp(ast.Or(), [self._call(node, "false"), node.orelse])
        return node


class Loader(SourceFileLoader):
    arms: list[Arm] = []
    entered: set[int] = set()

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = Arms(path, self.arms).visit(ast.parse(self.get_data(path)))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_entered_"] = self.entered.add
        super().exec_module(module)


class Finder(MetaPathFinder):
    """Loads the named modules, and what is in the named packages, with their arms noted."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if not any(fullname == name or fullname.startswith(f"{name}.") for name in self._names):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


def main(arguments: Sequence[str]) -> int:
    divider = arguments.index("--") if "--" in arguments else len(arguments)
    sys.meta_path.insert(0, Finder(arguments[:divider] or MODULES))
    failed = pytest.main(["-q", "-p", "no:cacheprovider", *(arguments[divider + 1 :] or TESTS)])
    missed = [arm for number, arm in enumerate(Loader.arms) if number not in Loader.entered]
    for path, line, arm in sorted(missed):
        condition = Path(path).read_text(encoding="utf-8").splitlines()[line - 1].strip()
        print(f"{Path(path).relative_to(Path.cwd())}:{line}: never {arm}: {condition}")
    print(f"{len(missed)} of {len(Loader.arms)} arms are entered by no test")
    return int(failed) or bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
