"""Where the user's files belong on each platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "ecdesk"


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
