"""Where the user's files belong on each platform, and paths that the platform would otherwise refuse."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath

NAME = "ecdesk"
LONGEST_PLAIN_PATH = 259
"""What Windows takes without a prefix: 260 characters with the closing zero."""


def data_folder(platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The folder of this user's settings, logs and crash reports; it may not exist yet.

    ECDESK_HOME when it is set; else %APPDATA% on Windows, ~/Library/Application Support on macOS, and XDG_DATA_HOME or
    ~/.local/share elsewhere.
    """
    chosen = environment.get("ECDESK_HOME", "")
    if chosen:
        return Path(chosen)
    home = home or Path.home()
    if platform == "win32":
        base = environment.get("APPDATA", "")
        return (Path(base) if base else home / "AppData" / "Roaming") / NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / NAME
    base = environment.get("XDG_DATA_HOME", "")
    # The XDG standard says that a relative path is to be ignored.
    return (Path(base) if base.startswith("/") else home / ".local" / "share") / NAME


def made(folder: Path) -> Path:
    """The folder, made with its parents when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def given_path(text: str) -> Path:
    """A path as a user gave it, absolute, in the form that this platform opens however long it is."""
    path = Path(text).expanduser().absolute()
    return Path(long_path(str(path))) if sys.platform == "win32" else path


def long_path(path: str) -> str:
    r"""An absolute Windows path, with the ``\\?\`` prefix when it is too long to be opened without; others are left alone.

    The prefix switches off the clearing of ``..`` and ``/`` by the system, so that is done here.
    """
    if len(path) <= LONGEST_PLAIN_PATH or path.startswith("\\\\?\\"):
        return path
    clean = PureWindowsPath(path)
    if not clean.is_absolute():
        return path
    parts: list[str] = []
    for part in clean.parts[1:]:
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    anchor = clean.anchor
    if anchor.startswith("\\\\"):
        return "\\\\?\\UNC\\" + anchor.strip("\\") + "\\" + "\\".join(parts)
    return "\\\\?\\" + anchor + "\\".join(parts)
