r"""Paths: in the form that this platform opens, in the form that SQLite reads, and as people read them.

Links and drive letters are never resolved: a letter that stands for a share stays a letter, and a file stays the one that was named.
"""

from __future__ import annotations

import glob
import os
import re
import sys
from pathlib import Path, PurePath, PureWindowsPath
from urllib.parse import quote

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.filenames import is_device

PLATFORM = sys.platform
LONGEST_PLAIN_PATH = 259
"""What Windows takes without a prefix: 260 characters with the closing zero."""
ROOM = 110
"""Characters kept free for the names of what is written beside a file or inside a folder: charts, forms, drafts, locks."""
_KIND = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")
"""What tells of which kind a file is."""
_PREFIX = "\\\\?\\"
_SHARE_PREFIX = "\\\\?\\UNC\\"


def platform_path(path: str | os.PathLike[str]) -> Path:
    """A path as a user, a dialog or a book gave it: absolute, in the form that this platform opens however long it is."""
    written = Path(path)
    if written.parts[:1] == ("~",):  # a name may begin with it as well
        written = written.expanduser()
    if PLATFORM != "win32":
        return written.absolute()
    # As Windows itself reads it: D:name is looked up in the present folder of that drive, and “..” goes before any link is looked at. Not
    # the name of a device: it would be one in every folder, and name none.
    if is_device(written.name):
        return Path(windows_path(os.path.join(os.path.abspath(written.parent), written.name)))  # noqa: PTH100, PTH118
    return Path(windows_path(os.path.abspath(written)))  # noqa: PTH100


def paths_meant(name: str) -> list[Path]:
    """The files and folders that a name on the command line means: itself, or, of a pattern that no shell has written out (*.csv), all that it
    fits, by name. Raises UserError where it fits none."""
    path = platform_path(name)
    if path.exists() or not glob.has_magic(name):
        return [path]
    found = [platform_path(one) for one in sorted(glob.glob(os.path.expanduser(name)))]  # noqa: PTH111, PTH207
    if not found:
        raise UserError("没有文件符合“{pattern}”，请核对路径。", pattern=name)
    return found


def path_meant(name: str) -> Path:
    """The one file or folder that a name on the command line means. Raises UserError for a pattern that fits several, or none."""
    found = paths_meant(name)
    if len(found) > 1:
        raise UserError("符合“{pattern}”的文件有 {count} 个，请写明是哪一个。", pattern=name, count=len(found))
    return found[0]


def file_named(name: str, ending: str) -> Path:
    """The file that a user named, with the ending that it is to have in place of that of another kind; a full stop within a name (“v1.2”, “1.季度”)
    begins none. Raises UserError where no file is named."""
    path = platform_path(name.strip())
    if not path.name:
        raise UserError("“{path}”不是文件的名称，请写上文件名。", path=shown(path))
    return path.with_suffix(ending) if _KIND.fullmatch(path.suffix) else path.with_name(path.name + ending)


def windows_path(path: str) -> str:
    r"""An absolute Windows path, with the ``\\?\`` prefix when it, or what is put beside it, is too long to be opened without, or when it would
    be a device without.

    Others are left alone. The prefix switches off the clearing of ``..`` and ``/`` by the system, so that is done here.
    """
    if path.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    clean = PureWindowsPath(path)
    # The folder of safety copies repeats the name of the book.
    fits = len(path) + max(ROOM, 2 * len(clean.name) + 40) <= LONGEST_PLAIN_PATH and not is_device(clean.name)
    if fits or not clean.is_absolute():
        return path
    parts: list[str] = []
    for part in clean.parts[1:]:
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    anchor = clean.anchor
    if anchor.startswith("\\\\"):
        return _SHARE_PREFIX + anchor.strip("\\") + "\\" + "\\".join(parts)
    return _PREFIX + anchor + "\\".join(parts)


def shown(path: str | os.PathLike[str]) -> str:
    r"""A path as people read it: without the ``\\?\`` that only the system wants."""
    written = os.fspath(path)
    if written.startswith(_SHARE_PREFIX):
        return "\\\\" + written[len(_SHARE_PREFIX) :]
    return written.removeprefix(_PREFIX)


def plain_path(path: str | os.PathLike[str]) -> Path:
    """The absolute path as people read it, to be compared with another or stored; opened again through `platform_path`."""
    return Path(shown(platform_path(path)))


def real_path(path: Path) -> Path:
    """Where a link leads to, and a name as the system writes it; the path itself where the system cannot say (a drive that is gone, a path
    that is too long for the call that tells)."""
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path


def is_remote(path: str | os.PathLike[str]) -> bool:
    """Whether a path names another computer, as Windows spells it."""
    return PureWindowsPath(shown(path)).drive.startswith("\\\\")


def same_file(one: Path, two: Path) -> bool:
    """Whether two paths name one file, by whatever way; False where either is not there."""
    try:
        return one.samefile(two)
    except OSError:
        return False


def sqlite_uri(path: PurePath, mode: str) -> str:
    """A file as SQLite's URI. mode: ro, rw (the file must be there) or rwc (it is made).

    Every separator is quoted: ``file://server/…`` would be taken for the address of another computer.
    """
    return f"file:{quote(os.fsencode(path), safe='')}?mode={mode}"
