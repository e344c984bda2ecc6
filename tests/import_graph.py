"""Who imports whom, read from the source text: nothing is imported to find it out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ecdesk"


def modules(folder: Path = PACKAGE) -> Iterator[Path]:
    """Every Python file below a folder but the compiled forms."""
    return (path for path in sorted(folder.rglob("*.py")) if path.parts[-3:-1] != ("gui", "forms"))


def name_of(path: Path) -> str:
    """The dotted name of a file of the project."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, inside functions too; type-checking imports count as well."""
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    return _imports(path.read_text(encoding="utf-8"), tuple(package))


@cache
def _imports(source: str, package: tuple[str, ...]) -> frozenset[str]:
    """Of a module's text. package: the parts of the name of the package that it stands in."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return frozenset(found)
