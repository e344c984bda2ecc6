"""How panels are put together: bars of widgets, columns without gaps, splitters, tabs, one of several widgets in front, and dialogs that stay on the
screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecdesk.domain.texts import tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.panes import flat_button
from ecdesk.gui.base.settings import Settings

GAP = None
"""In a bar or a stack: room that takes what is left."""
Margins = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
NO_MARGINS: Margins = (0, 0, 0, 0)
PAGE_BAR: Margins = (8, 6, 8, 6)
PANEL_BAR: Margins = (8, 4, 8, 4)


def bar(
    *parts: QWidget | None,
    grow: QWidget | None = None,
    margins: Margins = PAGE_BAR,
    spacing: int = 8,
    parent: QWidget | None = None,
) -> QHBoxLayout:
    """Widgets beside each other; `grow` takes the width that is left. parent: whose own layout it becomes."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is GAP:
            layout.addStretch(1)
        else:
            layout.addWidget(part, 1 if part is grow else 0)
    return layout


def stack(
    parent: QWidget,
    *parts: QWidget | QLayout | None,
    grow: QWidget | QLayout | None = None,
    margins: Margins = NO_MARGINS,
    spacing: int = 0,
) -> QWidget:
    """Fill a widget with parts below each other; `grow` takes the height that is left. Gives the widget."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is GAP:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part, 1 if part is grow else 0)
        else:
            layout.addWidget(part, 1 if part is grow else 0)
    return parent


def splitter(
    parent: QWidget, orientation: Qt.Orientation, sizes: Sequence[int], *parts: QWidget, grow: QWidget | None = None
) -> QSplitter:
    """Widgets that share their room by a handle, none of which can be pushed out of sight; `grow` takes what a larger window gives."""
    made = QSplitter(orientation, parent, childrenCollapsible=False)
    for part in parts:
        made.addWidget(part)
    if grow is not None:
        made.setStretchFactor(parts.index(grow), 1)
    made.setSizes(sizes)
    return made


def shared(room: int, needs: Sequence[int]) -> list[int]:
    """Room in pixels among parts that need so much: each gets what it needs and an even share of what is left; where it is too little, the one that
    needs least is the last to be cut."""
    left, shares = room, [0] * len(needs)
    for done, number in enumerate(sorted(range(len(needs)), key=lambda one: needs[one])):
        shares[number] = min(needs[number], left // (len(needs) - done))
        left -= shares[number]
    return [share + left // len(needs) for share in shares]


class ContentSplitter(QSplitter):
    """Widgets beside each other that share the width by what is in them, until somebody moves the handle; where that was is remembered for each
    width of the screen, under a name."""

    def __init__(self, parent: QWidget, name: str, settings: Settings, *parts: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self._name, self._settings = name, settings
        self._needs: Sequence[int] = ()
        for part in parts:
            self.addWidget(part)
        self.splitterMoved.connect(self._remember)

    def fit(self, *needs: int) -> None:
        """Share the width by what each part needs, in pixels."""
        self._needs = needs
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share()

    def _share(self) -> None:
        room = self.width() - self.handleWidth() * (self.count() - 1)
        first = self._settings.number(self._setting, 0)
        if first:
            self.setSizes([first, max(room - first, 1)])
        elif self._needs and self.isVisible():
            self.setSizes(shared(room, self._needs))

    def _remember(self, *_args: object) -> None:
        self._settings.set_number(self._setting, self.sizes()[0])

    @property
    def _setting(self) -> str:
        return f"split/{self._name}/{self.screen().size().width()}"


def chip_button(parent: QWidget, checked: bool = True) -> QToolButton:
    """A small button that stays pressed: what is listed, or how."""
    button = QToolButton(parent, toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setProperty("chip", True)
    button.setCheckable(True)
    button.setChecked(checked)
    return button


class OneOf(QWidget):
    """One of several widgets at a time: what a panel has to show, or the hint that says why there is nothing."""

    def __init__(self, parent: QWidget, *widgets: QWidget) -> None:
        super().__init__(parent)
        self._layout = QStackedLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self._layout.addWidget(widget)

    def bring(self, widget: QWidget) -> None:
        """Bring one of the widgets to the front."""
        self._layout.setCurrentWidget(widget)


class OnlyShown(QStackedWidget):
    """One of several pages at a time, which wants the room of the one that is shown: a start page that nobody sees made the window of a book higher
    than a small screen."""

    def __init__(self, parent: QWidget, *pages: QWidget) -> None:
        super().__init__(parent)
        for page in pages:
            self.addWidget(page)
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


TITLE_LENGTH = 18
"""Signs of a tab's title that are shown at least."""
TAB_FRAME = 76
"""Pixels of a tab beside its title: its icon, its button, and what is between."""


def cut_titles(titles: Sequence[str], length: int) -> list[str]:
    return [title if len(title) <= length else f"{title[:length]}…" for title in titles]


class Tabs(QTabWidget):
    """Tabs that can be moved and closed. Titles are shown in full while there is room for all, and cut to the same length where there is not."""

    closed = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMovable(True)
        self.setDocumentMode(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        # Else the widest page behind the others would squeeze everything beside it.
        self.setMinimumSize(240, 160)
        self.tabBar().setExpanding(False)
        self.setUsesScrollButtons(True)

    def add(self, widget: QWidget, icon: str, title: str, tip: str) -> None:
        number = self.addTab(widget, icons.icon(icon, "muted"), "")
        widget.setProperty("tabIcon", icon)
        self.rename(widget, title, tip)
        button = flat_button(self.tabBar(), "close", self._close_clicked)
        button.setIcon(icons.icon("close", "muted"))
        button.setFixedSize(18, 18)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(tr("关闭（Ctrl+W）"))
        self.tabBar().setTabButton(number, QTabBar.ButtonPosition.RightSide, button)
        self._fit_titles()

    def rename(self, page: QWidget, title: str, tip: str) -> None:
        """What the tab of a page says, and its tip."""
        page.setProperty("tabWords", [title, tip])
        self.setTabToolTip(self.indexOf(page), plain.tip(tip))
        self._fit_titles()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_titles()

    def tabRemoved(self, index: int) -> None:
        super().tabRemoved(index)
        self._fit_titles()

    def _fit_titles(self) -> None:
        """Give every tab as much of its title as lets all of them be seen; TITLE_LENGTH signs at least, then the tabs scroll."""
        pages = (self.widget(number) for number in range(self.count()))
        titles = [str((page.property("tabWords") or [""])[0]) for page in pages if page is not None]
        metrics, room = self.tabBar().fontMetrics(), self.width() - self.count() * TAB_FRAME
        longest = max(map(len, titles), default=0)
        lengths = (longest, *(length for length in range(40, TITLE_LENGTH, -4) if length < longest))
        shown = (cut_titles(titles, length) for length in lengths)
        fitting = next((one for one in shown if sum(map(metrics.horizontalAdvance, one)) <= room), None)
        for number, title in enumerate(fitting or cut_titles(titles, TITLE_LENGTH)):
            if self.tabText(number) != plain.caption(title):
                self.setTabText(number, plain.caption(title))

    def take_out(self, page: QWidget) -> None:
        """Take a page out with the button that closes it; the page itself stays."""
        number = self.indexOf(page)
        button = self.tabBar().tabButton(number, QTabBar.ButtonPosition.RightSide)
        self.removeTab(number)
        if button is not None:
            button.deleteLater()

    def _close_clicked(self) -> None:
        sender = self.sender()
        for number in range(self.count()):
            if self.tabBar().tabButton(number, QTabBar.ButtonPosition.RightSide) is sender:
                self.closed.emit(self.widget(number))
                return

    def restyle(self) -> None:
        for number in range(self.count()):
            page = self.widget(number)
            if page is not None:
                self.setTabIcon(number, icons.icon(page.property("tabIcon"), "muted"))
            button = self.tabBar().tabButton(number, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                button.setIcon(icons.icon("close", "muted"))


FRAME = 48
"""Pixels that a title bar takes beyond the height of a window, the widest of the usual ones."""
EDGES = 16
"""Pixels that the frame takes beside a window."""


def room(window: QWidget) -> QSize:
    """The largest size at which a window and its frame are wholly seen: a laptop's screen at 150 % has 911 by 512 pixels of ours."""
    screen = window.screen().availableGeometry()
    return QSize(screen.width() - EDGES, screen.height() - FRAME)


NUMBER_MARGINS: Margins = (5, 0, 0, 0)
"""Of the line in a field for a number: with its frame as far in as the words of other fields."""


class FittingDialog(QDialog):
    """A dialog that never reaches beyond the screen: its buttons would not be seen. Fields that find no room above them scroll."""

    foot: Sequence[QWidget] = ()
    """What stays beside the buttons then: what says why one of them cannot be pressed."""

    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            most = room(self)
            least = self.minimumSizeHint()
            if least.width() > most.width() or least.height() > most.height():
                _scroll_fields(self, self.foot)
            self.resize(self.size().boundedTo(most))
        if visible:
            for number in self.findChildren(
                QSpinBox
            ):  # the style puts the line of a number at the very edge, whatever the sheet says
                number.lineEdit().setTextMargins(*NUMBER_MARGINS)
        super().setVisible(visible)


def _scroll_fields(dialog: QDialog, foot: Sequence[QWidget]) -> None:
    """Put all of a dialog but its foot and its buttons into an area that scrolls. The fields stay in the window, so that Tab goes through them as before."""
    fields, focused = dialog.layout(), dialog.focusWidget()
    if fields is None:
        return
    buttons = dialog.findChild(QDialogButtonBox)
    area = QScrollArea(dialog)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    inside = QWidget(area)
    area.setWidget(inside)
    below = [*foot, *([] if buttons is None else [buttons])]
    shown = [not widget.isHidden() for widget in below]
    for widget in below:
        for layout in (fields, *fields.findChildren(QLayout)):
            layout.removeWidget(widget)
        widget.setParent(dialog)
    margins = fields.contentsMargins()
    inside.setLayout(fields)
    stack(dialog, area, *below, grow=area, spacing=8)
    for widget, was_shown in zip(below, shown, strict=True):
        widget.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom() if widget is buttons else 0)
        widget.setVisible(was_shown)
    dialog.setMinimumSize(0, 0)
    if focused is not None:
        focused.setFocus()


class BreakingBar(QLayout):
    """Widgets beside each other, in as many lines as the width needs: in large letters a bar of one line makes its panel wider than the screen
    has room for, and takes that from its neighbours."""

    def __init__(self, *parts: QWidget, grow: QWidget | None = None, margins: Margins = PAGE_BAR, spacing: int = 8) -> None:
        """grow: takes the width that is left in its line."""
        super().__init__()
        self._grow = grow
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(*margins)
        self.setSpacing(spacing)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        places = self._places(width - margins.left() - margins.right())
        return max((place.bottom() + 1 for place in places), default=0) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        for item, place in zip(self._shown(), self._places(inner.width()), strict=True):
            item.setGeometry(place.translated(inner.topLeft()))

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        return self._with_margins(
            QSize(_length(self._shown(), self.spacing()), max((size.height() for size in sizes), default=0))
        )

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        return size.grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, width: int) -> list[QRect]:
        """Where each item stands that is shown, from the corner within the margins."""
        places: list[QRect] = []
        lines = self._lines(width)
        height = max((item.sizeHint().height() for line in lines for item in line), default=0)
        for number, line in enumerate(lines):
            at = QPoint(0, number * (height + self.spacing()))
            left = max(0, width - _length(line, self.spacing()))
            for item in line:
                wanted = item.sizeHint().width() + (left if item.widget() is self._grow else 0)
                places.append(QRect(at, QSize(min(wanted, max(width, item.minimumSize().width())), height)))
                at = QPoint(at.x() + wanted + self.spacing(), at.y())
        return places

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._shown():
            if lines and _length([*lines[-1], item], self.spacing()) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines


def _length(line: Sequence[QLayoutItem], spacing: int) -> int:
    """Pixels from the left of the first to the right of the last."""
    return sum(item.sizeHint().width() for item in line) + spacing * (len(line) - 1)
