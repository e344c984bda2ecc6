"""The software and fonts of others that the program is handed out with: a notice with every licence, and an SBOM in CycloneDX.

Both are made from what is installed. The bundle carries them as files, because what it was made from is not installed where it runs.
"""

from __future__ import annotations

import json
import platform
import re
import site
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import ecdesk
from ecdesk.domain.files.fonts import chinese_font
from ecdesk.domain.resources import resource, resource_root

NOTICE, SBOM = "THIRD-PARTY.txt", "sbom.cdx.json"
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|copyright|notice|authors|ofl", re.IGNORECASE)
SHORTEST = 40
"""Characters of a licence; a shorter file only names another one."""
_TEXT_ENDINGS = ("", ".txt", ".md", ".rst")
_QT = ("pyside6-essentials", "shiboken6")
"""Taken under the LGPL 3 of their choices; their wheels hold no licence text."""

_FONT_CARRIER = "zhplot"
"""Of it a bundle holds the font alone, which is listed by itself."""


@dataclass(frozen=True)
class Component:
    """Something of others. kind: library, or font. licence: an SPDX expression where it gives one, else its own name for it. texts: the
    licences in full. needs: names of other components."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    kind: str = "library"
    needs: tuple[str, ...] = ()


def write_notices(folder: Path) -> list[Path]:
    """Write notice and SBOM of what is installed here into a folder, for the bundle; the files."""
    found = components(bundled=True)
    notice, sbom = folder / NOTICE, folder / SBOM
    folder.mkdir(parents=True, exist_ok=True)
    notice.write_text(notice_of(found), encoding="utf-8", newline="\n")
    sbom.write_text(json.dumps(sbom_of(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return [notice, sbom]


def notice() -> str:
    """The notice that was shipped, or that of what is installed in a checkout."""
    shipped = resource("notices", NOTICE)
    return shipped.read_text(encoding="utf-8") if shipped.is_file() else notice_of(components())


def components(bundled: bool = False) -> list[Component]:
    """Everything of others, by name. bundled: with what a bundle holds besides the dependencies (Python, PyInstaller's starter)."""
    locked = (resource_root().parent / "requirements.lock").read_text(encoding="utf-8")
    names = re.findall(r"^([\w.-]+)==", locked, re.MULTILINE)
    if bundled:
        names = [*(name for name in names if name != _FONT_CARRIER), "pyinstaller"]
    found = [_library(name) for name in names if _is_installed(name)]
    if bundled:
        found.append(Component("Python", platform.python_version(), "PSF-2.0", (_licence_of_python(),)))
    font = chinese_font()
    licence = font.with_name("OFL.txt").read_text(encoding="utf-8")
    found.append(Component("Noto Sans SC", "", "OFL-1.1", (licence,), "font"))
    return sorted(found, key=lambda one: one.name.casefold())


def notice_of(found: list[Component]) -> str:
    """One text: a list of everything, then every licence in full."""
    listed = [f"  {' '.join(part for part in (one.name, one.version) if part)}  ({one.licence})" for one in found]
    rule = "=" * 78
    parts = [f"ecdesk {ecdesk.__version__} is under the MIT licence. It comes with:", "", *listed]
    for one in found:
        for text in one.texts:
            parts += ["", rule, f"{one.name} {one.version}".strip(), rule, "", text.strip()]
    return "\n".join(parts) + "\n"


def sbom_of(found: list[Component]) -> dict[str, Any]:
    """A software bill of materials, CycloneDX 1.5."""
    references = {one.name: _reference(one) for one in found}
    own = f"pkg:generic/ecdesk@{ecdesk.__version__}"
    needed = {name for one in found for name in one.needs}
    top = [reference for name, reference in references.items() if name not in needed]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "ecdesk", "version": ecdesk.__version__, "bom-ref": own, "purl": own}
        },
        "components": [_entry(one) for one in found],
        "dependencies": [
            {"ref": own, "dependsOn": top},
            *({"ref": references[one.name], "dependsOn": [references[name] for name in one.needs]} for one in found),
        ],
    }


def _entry(one: Component) -> dict[str, Any]:
    reference = _reference(one)
    is_expression = bool(re.fullmatch(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*", one.licence))
    licence: dict[str, Any] = {"expression": one.licence} if is_expression else {"license": {"name": one.licence}}
    entry = {
        "type": "library" if one.kind == "library" else "data",
        "name": one.name,
        "bom-ref": reference,
        "licenses": [licence],
    }
    if one.version:
        entry["version"] = one.version
    if reference.startswith("pkg:"):
        entry["purl"] = reference
    return entry


def _reference(one: Component) -> str:
    if one.kind == "font":
        return one.name
    return f"pkg:generic/python@{one.version}" if one.name == "Python" else f"pkg:pypi/{one.name}@{one.version}"


def _is_installed(name: str) -> bool:
    """What another platform needs is locked too, and is not here."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _library(name: str) -> Component:
    found = metadata.distribution(name)
    needed = [re.match(r"[\w.-]+", line) for line in found.requires or [] if "extra ==" not in line]
    names = [re.sub(r"[-_.]+", "-", match[0]).lower() for match in needed if match is not None]
    return Component(name, found.version, _licence_of(found), _texts_of(found, name), needs=tuple(filter(_is_needed, names)))


def _texts_of(found: metadata.Distribution, name: str) -> tuple[str, ...]:
    """The texts of a library's licences: as it brings them, of Qt those that it goes by."""
    if name in _QT:
        return tuple(resource("notices", f"{one}.txt").read_text(encoding="utf-8") for one in ("LGPL-3.0", "GPL-3.0"))
    named = (file for file in found.files or [] if _LICENCE_FILE.search(file.name) or "licenses" in file.parts)
    files = [file for file in named if file.suffix in _TEXT_ENDINGS]
    texts = (Path(str(file.locate())).read_text(encoding="utf-8", errors="replace") for file in files)
    return tuple(text for text in texts if len(text) > SHORTEST)


def _is_needed(name: str) -> bool:
    locked = (resource_root().parent / "requirements.lock").read_text(encoding="utf-8")
    return _is_installed(name) and re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE) is not None


def _licence_of(found: metadata.Distribution) -> str:
    """As the package says: an SPDX expression, its classifiers, or the first line of its licence."""
    about = found.metadata
    (expression, own) = ((about.get_all(field) or [""])[0] for field in ("License-Expression", "License"))
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License :: ")]
    lines = own.strip().splitlines()
    short = lines[0].strip() if len(lines) == 1 else ""
    return expression or short or ", ".join(named)


def _licence_of_python() -> str:
    """In full where this Python carries it."""
    places = [
        Path(site.__file__).with_name("LICENSE.txt"),
        Path(f"/usr/share/doc/python3.{platform.python_version_tuple()[1]}/copyright"),
    ]
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8", errors="replace")
    return platform.python_implementation() + ": https://docs.python.org/3/license.html"
