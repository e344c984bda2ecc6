"""Errors a user can cause. Anything else that is raised is a bug and is shown as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


class Cancelled(Exception):
    """The user stopped a long job; nothing of it was kept."""


@contextmanager
def refusals_to(tell: Callable[[str], object]) -> Iterator[None]:
    """What is done in the block may be refused: that is told, the rest of the block left out, and what stands behind it goes on."""
    try:
        yield
    except UserError as error:
        tell(str(error))
