"""What the pages about a book's records have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ecdesk.gui.desk.following import FollowingPane


class RecordsPage(FollowingPane):
    """A page among the editors that leads to exhibits."""

    exhibit_requested = Signal(str)
    """Id of an exhibit that the editor should show."""
    said = Signal(str)
