"""Names: one thing one name, and docstrings that tell of fields which exist."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.import_graph import PACKAGE, modules, name_of

FORMS = PACKAGE / "gui" / "forms"  # made by Qt's compiler


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in modules():
        if FORMS not in path.parents:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    yield path, node


def test_no_layer_has_two_classes_of_one_name() -> None:
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, node in classes():
        if not node.name.startswith("_"):
            places[path.relative_to(PACKAGE).parts[0], node.name].append(name_of(path))
    assert {key: names for key, names in places.items() if len(names) > 1} == {}


def fields_of(node: ast.ClassDef) -> set[str]:
    """Fields, and what can be read like one."""
    fields = {part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)}
    assigned = {one.id for part in node.body if isinstance(part, ast.Assign) for one in part.targets if isinstance(one, ast.Name)}
    return fields and fields | assigned | {part.name for part in node.body if isinstance(part, ast.FunctionDef)}


def fields_told(docstring: str) -> set[str]:
    """Names that a docstring explains: ``name: what it is`` at the start of a sentence, several with commas and "and"."""
    told: set[str] = set()
    for names in re.findall(r"(?:^|[.;] |\n)((?:[a-z_]+, )*[a-z_]+(?: and [a-z_]+)?): ", docstring):
        told.update(re.split(r", | and ", names))
    return told


def test_docstrings_explain_only_fields_that_there_are() -> None:
    told = {}
    for path, node in classes():
        fields = fields_of(node)
        strange = fields_told(ast.get_docstring(node) or "") - fields
        if fields and strange:
            told[f"{name_of(path)}.{node.name}"] = sorted(strange)
    assert told == {}


def test_a_field_that_is_told_and_does_not_exist_is_found() -> None:
    docstring = "A mark.\n\nsize: in points. ground, ink: colours. left and right: margins; top: the same above."
    assert fields_told(docstring) == {"size", "ground", "ink", "left", "right", "top"}
