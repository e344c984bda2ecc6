"""Errors a user can cause. Anything else that is raised is a bug and is shown as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecdesk.domain.texts import Text


class UserError(Exception):
    """One plain sentence that says what happened and what to do, for example
    ``UserError("“{file}”打不开：{reason}。请关闭正在使用它的程序后再试。", file=..., reason=...)``."""

    def __init__(self, template: str, **values: Any) -> None:
        self.text = Text(template, values)
        super().__init__(template)

    def __str__(self) -> str:
        return str(self.text)


def cannot_write(path: Path, fault: OSError) -> UserError:
    """Why a file for other programs could not be written, and what to do."""
    if isinstance(fault, PermissionError) and path.is_file():
        return UserError("“{file}”写不进去，可能正在别的程序里打开，请关闭后再试。", file=path.name)
    return UserError(
        "“{file}”没有写成：{reason}。请检查文件夹是否可写、磁盘是否已满，再试一次。",
        file=path.name,
        reason=fault.strerror or type(fault).__name__,
    )


class Cancelled(Exception):
    """The user stopped a long job; nothing of it was kept."""
