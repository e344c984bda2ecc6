"""The notice and the SBOM name everything of others that is installed, each with its licence in full."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import ecdesk
from ecdesk.session.program import notices
from ecdesk.session.program.notices import NOTICE, SBOM, Component, components, notice, notice_of, sbom_of, write_notices

ROOT = Path(__file__).resolve().parents[2]


def test_everything_that_is_locked_and_here_has_a_licence_and_its_text() -> None:
    found = {one.name: one for one in components(bundled=True)}
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"numpy", "pyside6-essentials", "Python", "pyinstaller", "Noto Sans SC"} <= found.keys()
    assert found.keys() - locked == {"Python", "pyinstaller", "Noto Sans SC"} and "zhplot" not in found
    assert [one.name for one in found.values() if not one.licence or not one.texts] == []
    assert [one.name for one in found.values() if not all(len(text) > 40 for text in one.texts)] == []


def test_qt_comes_with_the_texts_of_the_licence_under_which_it_is_taken() -> None:
    (qt,) = (one for one in components() if one.name == "pyside6-essentials")
    assert "LGPL-3.0-only" in qt.licence
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.texts[0] and "GNU GENERAL PUBLIC LICENSE" in qt.texts[1]


def test_the_notice_lists_first_and_then_tells_each_licence() -> None:
    text = notice_of([Component("one", "1.0", "MIT", ("First licence.",)), Component("two", "2.0", "BSD", ("Second.", "Third."))])
    assert text.index("  one 1.0  (MIT)") < text.index("  two 2.0  (BSD)") < text.index("First licence.") < text.index("Third.")


def test_the_bill_of_materials_says_what_needs_what() -> None:
    one, two = (
        Component("one", "1.0", "MIT OR Apache-2.0", (), needs=("two",)),
        Component("two", "2.0", "a licence of its own", ()),
    )
    bill = sbom_of([one, two])
    assert bill["metadata"]["component"]["version"] == ecdesk.__version__
    assert [entry["licenses"] for entry in bill["components"]] == [
        [{"expression": "MIT OR Apache-2.0"}],
        [{"license": {"name": "a licence of its own"}}],
    ]
    assert [entry["dependsOn"] for entry in bill["dependencies"]] == [["pkg:pypi/one@1.0"], ["pkg:pypi/two@2.0"], []]


def test_the_bill_of_what_is_installed_refers_to_nothing_that_it_lacks() -> None:
    bill = sbom_of(components(bundled=True))
    there = {entry["bom-ref"] for entry in bill["components"]}
    assert {reference for entry in bill["dependencies"] for reference in entry["dependsOn"]} == there
    pandas = next(entry for entry in bill["dependencies"] if entry["ref"].startswith("pkg:pypi/pandas@"))
    assert any(reference.startswith("pkg:pypi/numpy@") for reference in pandas["dependsOn"])


def test_what_was_shipped_is_shown_where_nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write_notices(tmp_path / "notices")
    assert [path.name for path in written] == [NOTICE, SBOM]
    assert json.loads(written[1].read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"
    here = notice()
    assert "numpy" in here and "Noto Sans SC" in here
    monkeypatch.setattr(notices, "resource", lambda *parts: tmp_path.joinpath(*parts))
    assert notice() == written[0].read_text(encoding="utf-8")
