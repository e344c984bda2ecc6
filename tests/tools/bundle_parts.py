"""Which of the files that PyInstaller finds belong into the bundle (`build.spec`)."""

from __future__ import annotations

from pathlib import Path

from tests.import_graph import ROOT
from tests.tools.bundle_fonts import FALLBACK

QT_TRANSLATIONS = {"qtbase_zh_CN", *(f"qtbase_{file.stem}" for file in (ROOT / "resources" / "translations").glob("*.po"))}

UNWANTED = (
    "Qt6Qml",
    "Qt6Quick",
    "Qt6VirtualKeyboard",
    "Qt6Pdf",
    "Qt6Designer",
    "Qt6Labs",
    "Qt6Network",
    "QtNetwork",
    "qtvirtualkeyboard",
    "/qml/",
    "libqgtk3",
    "tzdata/",  # time zones by name: nothing here has any but the computer's own
    "opengl32sw",  # draws OpenGL without a graphics card; the window draws without OpenGL
    "qdirect2d",
    "qtiff",
    "qwebp",
    "qicns",
    "qtga",
    "qwbmp",
    "qtuiotouch",
    "PIL/_avif",
    "PIL/_webp",
    "PIL/_imagingcms",
    "lxml/objectify",
    "lxml/isoschematron",
    "lxml/html/diff",
    "lxml/html/_difflib",
    "docx/templates/default-docx-template/",  # default.docx, unpacked
    "mpl-data/sample_data",
    "mpl-data/images",  # of the buttons of its own windows
    "mpl-data/fonts/afm",
    "mpl-data/fonts/pdfcorefonts",
)
"""Parts of paths of what is of no use to a program of widgets that reads and writes tables."""

SYSTEM = ("ucrtbase", "api-ms-win-")
"""How libraries begin that belong to Windows 10 itself: one from elsewhere must not stand before the computer's own, least of all one that was made for Wine."""


def is_wanted(name: str) -> bool:
    """Whether a file belongs into the bundle: no QML, no translations of Qt's own tools, of matplotlib's fonts only those it falls back to."""
    path = name.replace("\\", "/")
    if path.rpartition("/")[2].lower().startswith(SYSTEM):
        return False
    if "/translations/" in path and "PySide6" in path:
        return Path(path).stem in QT_TRANSLATIONS
    if "mpl-data/fonts/ttf/" in path:
        return Path(path).name in FALLBACK
    return not any(word in path for word in UNWANTED)
