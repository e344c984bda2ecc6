"""Where the user's files belong on each platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "ecdesk"

PORTABLE = "portable.txt"
"""Beside the program that was handed out, in whatever folder or on whatever stick: then its user's files stay there too."""


def portable_folder(program: Path | None = None) -> Path | None:
    """Where a program that is carried about keeps its user's files; None for one that is not. program: its file; this very one when it was
    handed out."""
    if program is None:
        program = Path(sys.executable) if getattr(sys, "frozen", False) else None
    carried = program is not None and (program.parent / PORTABLE).is_file()
    return program.parent / "settings" if program is not None and carried else None


def data_folder(platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The folder of this user's settings, logs and crash reports; it may not exist yet.

    ECDESK_HOME when it is set; the portable program's own; else %APPDATA% on Windows, ~/Library/Application Support on macOS, and XDG_DATA_HOME or
    ~/.local/share elsewhere.
    """
    chosen = environment.get("ECDESK_HOME", "")
    if chosen:
        return Path(chosen)
    carried = portable_folder()
    if carried is not None:
        return carried
    home = home or Path.home()
    if platform == "win32":
        base = environment.get("APPDATA", "")
        return (Path(base) if base else home / "AppData" / "Roaming") / NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / NAME
    base = environment.get("XDG_DATA_HOME", "")
    # The XDG standard says that a relative path is to be ignored.
    return (Path(base) if base.startswith("/") else home / ".local" / "share") / NAME


def samples_folder() -> Path:
    """Where the sample books are made that the window opens: a folder of the program's, which nobody looks into."""
    return data_folder() / "samples"


def made(folder: Path) -> Path:
    """The folder, made with its parents when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder
