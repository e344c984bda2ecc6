"""What is remembered of how a table is looked at: column widths, the stub's width, zoom. It never goes into the book."""

from __future__ import annotations

from ecdesk.gui.base.settings import SettingsFile


class GridMemory:
    """Of one exhibit, in a settings file. Widths are in pixels at 100 %."""

    def __init__(self, settings: SettingsFile, exhibit_id: str) -> None:
        self._settings = settings
        self._group = "grid/" + exhibit_id.replace("/", "_").replace("\\", "_")

    def _number(self, name: str) -> int | None:
        value = self._settings.value(f"{self._group}/{name}")
        try:
            return int(str(value)) if value is not None else None
        except ValueError:
            return None

    @property
    def zoom(self) -> int:
        return self._number("zoom") or 100

    @property
    def stub(self) -> int | None:
        return self._number("stub")

    def column(self, line_id: str) -> int | None:
        return self._number(f"columns/{_plain(line_id)}")

    @property
    def comparing(self) -> bool:
        """Of all tables: whether last year's figures are shown below this year's."""
        return str(self._settings.value("grid-all/last_year", "1")) == "1"

    def set_comparing(self, on: bool) -> None:
        self._settings.set("grid-all/last_year", "1" if on else "0")

    def set_zoom(self, percent: int) -> None:
        self._settings.set(f"{self._group}/zoom", str(percent))

    def set_stub(self, width: int) -> None:
        self._settings.set(f"{self._group}/stub", str(width))

    def set_column(self, line_id: str, width: int) -> None:
        self._settings.set(f"{self._group}/columns/{_plain(line_id)}", str(width))


def _plain(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_")
