"""Every key of the window and of its tables, in a list that can be searched and changed. What was changed is kept in the settings.
The keys that panels have for themselves, wherever the focus is in them, are listed with the others, and cannot be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QKeySequenceEdit, QLineEdit, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget

from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar
from ecdesk.gui.base.listing import Column, ListingModel, font_where
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.base.settings import GRID_KEYS, Settings
from ecdesk.gui.desk import dialogs
from ecdesk.gui.shell.commands import all_actions

PANEL_KEYS: Sequence[tuple[Text, Sequence[tuple[Text, Sequence[str]]]]] = (
    (
        text("目录"),
        (
            (text("打开"), ("Return",)),
            (text("在另一半窗口打开"), ("Ctrl+Return",)),
            (text("新建表"), ("Ins",)),
            (text("新建章节"), ("Shift+Ins",)),
            (text("新建下级章节"), ("Ctrl+Shift+Ins",)),
            (text("表题和说明"), ("F2",)),
            (text("上移"), ("Alt+Up",)),
            (text("下移"), ("Alt+Down",)),
            (text("批注"), ("Shift+F2",)),
            (text("从年报中删除"), ("Del",)),
        ),
    ),
    (
        text("表格"),
        (
            (text("插入行或列（选中整行、整列）"), ("Ctrl++", "Ctrl+=")),
            (text("删除选中的整行或整列"), ("Ctrl+-",)),
            (text("改这一格"), ("F2",)),
            (text("填入选中的所有格"), ("Ctrl+Return",)),
            (text("选中整列"), ("Ctrl+Space",)),
            (text("选中整行"), ("Shift+Space",)),
        ),
    ),
    (
        text("审核结果面板"),
        (
            (text("转到单元格"), ("Return",)),
            (text("照建议改正"), ("Ctrl+Return",)),
            (text("复制这一条"), ("Ctrl+C",)),
        ),
    ),
    (
        text("审核结果页"),
        (
            (text("下一条"), ("F8",)),
            (text("上一条"), ("Shift+F8",)),
            (text("写说明"), ("F9",)),
            (text("签上说明"), ("Ctrl+Return",)),
            (text("筛选"), ("Ctrl+F",)),
            (text("按这一列排序"), ("F4",)),
        ),
    ),
    (
        text("审核公式页"),
        (
            (text("新公式"), ("Ctrl+N",)),
            (text("筛选"), ("Ctrl+F",)),
            (text("上移"), ("Alt+Up",)),
            (text("下移"), ("Alt+Down",)),
            (text("再来一条一样的"), ("Ctrl+D",)),
            (text("删除"), ("Del",)),
        ),
    ),
    (
        text("核稿"),
        (
            (text("下一条"), ("F8",)),
            (text("上一条"), ("Shift+F8",)),
            (text("查找"), ("Ctrl+F",)),
            (text("查找下一个"), ("F3",)),
            (text("查找上一个"), ("Shift+F3",)),
            (text("批注这一句"), ("Shift+F2",)),
            (text("到年报里的这个数"), ("Ctrl+J",)),
            (text("下一个数"), ("Ctrl+]",)),
            (text("上一个数"), ("Ctrl+[",)),
        ),
    ),
    (text("句子"), ((text("复制"), ("Ctrl+C",)),)),
    (text("比较"), ((text("下一处不同"), ("F8",)), (text("上一处不同"), ("Shift+F8",)))),
    (text("来源"), ((text("修改"), ("F2",)), (text("删除"), ("Del",)))),
    (text("英文对照"), ((text("复制"), ("Ctrl+C",)), (text("粘贴"), ("Ctrl+V",)), (text("清除"), ("Del",)))),
)
"""By place: what they do, and the keys as the program writes them."""


RESERVED = frozenset(
    (
        "F2",
        "Return",
        "Enter",
        "Tab",
        "Backtab",
        "Esc",
        "Space",
        "Backspace",
        "Del",
        "Left",
        "Right",
        "Up",
        "Down",
        "Home",
        "End",
        "PgUp",
        "PgDown",
    )
)
"""Keys that move about and type, everywhere; no command may take them."""


@dataclass(frozen=True)
class Shortcut:
    """A command with its keys, as the program writes them (Ctrl+E). id: its name in the settings; words: what it does; where: the menu or place that it is
    in; usual: the keys that it has when nobody changed them; fixed: a panel's own, which are good only there and cannot be changed."""

    id: str
    words: str
    where: str
    keys: tuple[str, ...]
    usual: tuple[str, ...]
    fixed: bool = False

    @property
    def is_changed(self) -> bool:
        return self.keys != self.usual


def portable(keys: Iterable[QKeySequence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.toString() for one in keys if not one.isEmpty()))


def native(keys: Iterable[str]) -> str:
    """Keys as this system writes them."""
    return "  ".join(QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in keys)


def refusal(key: str) -> str:
    """Why a key cannot be a command's, "" where it can."""
    if key in RESERVED or len(key.removeprefix("Shift+")) == 1:
        return tr("“{keys}”要留给打字和移动，请加上 Ctrl 或 Alt。", keys=native([key]))
    return ""


def given(shortcuts: Sequence[Shortcut], id: str, keys: Sequence[str]) -> list[Shortcut]:
    """The list with other keys for one command; whichever had one of them has it no more."""
    found = []
    for one in shortcuts:
        if one.id == id:
            found.append(replace(one, keys=tuple(keys)))
        elif one.fixed:
            found.append(one)
        else:
            found.append(replace(one, keys=tuple(key for key in one.keys if key not in keys)))
    return found


def holder(shortcuts: Iterable[Shortcut], key: str, id: str) -> Shortcut | None:
    """Which other command has a key."""
    return next((one for one in shortcuts if one.id != id and key in one.keys and not one.fixed), None)


class ShortcutDialog(dialogs.FormDialog[list[Shortcut]]):
    """Asks for keys: the list with a search, the command's new key by pressing it."""

    def __init__(self, parent: QWidget | None, present: Sequence[Shortcut]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("快捷键"))
        self._all = list(present)
        self.search = QLineEdit(self, placeholderText=tr("按名称或按键查找，例如 导出、Ctrl+E"), clearButtonEnabled=True)
        columns = (
            Column[Shortcut](text("命令"), lambda one: one.words, 0, answers=font_where(lambda one: one.is_changed, bold=True)),
            Column[Shortcut](text("在哪里"), lambda one: one.where, 110, colour=lambda _one: "muted"),
            Column[Shortcut](text("按键"), lambda one: native(one.keys), 190, colour=lambda one: "muted" if one.fixed else ""),
            Column[Shortcut](
                text("原来的按键"), lambda one: native(one.usual) if one.is_changed else "", 150, colour=lambda _one: "muted"
            ),
        )
        self.model = ListingModel[Shortcut](columns, lambda one: one.words, self, id=lambda one: one.id)
        self.table = PlainTable(self)
        self.table.show_listing(self.model)
        self.table.setAccessibleName(tr("快捷键"))
        self.field = QKeySequenceEdit(self)
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName(tr("新的按键"))
        self.set_button = QPushButton(tr("设为这个键"), self)
        self.clear_button = QPushButton(tr("不要按键"), self)
        self.reset_button = QPushButton(tr("恢复这一项"), self)
        self.reset_all_button = QPushButton(tr("全部恢复"), self)
        self.said = plain.Label(self, wraps=True)
        self.said.setMinimumHeight(2 * self.fontMetrics().height() + 2)
        label = plain.Label(self, tr("新的按键："))
        self.buttons = QDialogButtonBox(self)
        self.buttons.addButton(tr("确定"), QDialogButtonBox.ButtonRole.AcceptRole).setAutoDefault(False)
        self.buttons.addButton(tr("取消"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        buttons = (self.set_button, self.clear_button, self.reset_button, self.reset_all_button)
        layout.addLayout(bar(label, self.field, *buttons, grow=self.field, margins=(0, 0, 0, 0)))
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)
        for button in buttons:
            button.setAutoDefault(False)
        self.search.textChanged.connect(self._list)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.field.keySequenceChanged.connect(self._say)
        self.set_button.clicked.connect(self.set_key)
        self.clear_button.clicked.connect(self.clear_keys)
        self.reset_button.clicked.connect(self.reset)
        self.reset_all_button.clicked.connect(self.reset_all)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.resize(760, 560)
        self._list()

    def answer(self) -> list[Shortcut]:
        return self._all

    @property
    def current(self) -> Shortcut | None:
        return self.model.row_at(self.table.currentIndex())

    @property
    def pressed(self) -> str:
        return self.field.keySequence().toString()

    def _list(self) -> None:
        """List what has the words of the search in its name or its keys."""
        wanted = self.search.text().casefold().split()
        told = ((one, f"{one.words} {one.where} {native(one.keys)} {' '.join(one.keys)}".casefold()) for one in self._all)
        self.model.set_rows([one for one, words in told if all(word in words for word in wanted)])
        if self.model.rows and not self.table.currentIndex().isValid():
            self.table.choose_row(0)
        self._say()

    def _choose(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.field.clear()
        self._say()

    def _say(self) -> None:
        """Whether the pressed key can be had, and who has it."""
        one, key = self.current, self.pressed
        fault = refusal(key) if key else ""
        other = holder(self._all, key, one.id) if one is not None and key else None
        words = fault
        if other is not None and not fault:
            words = tr("“{keys}”现在是“{other}”的按键；设在这里，那里就没有了。", keys=native([key]), other=other.words)
        free = one is not None and not one.fixed
        if not free and one is not None:
            words = tr("这是“{where}”自己的键，只在那里有效，不能改。", where=one.where)
        self.said.setText(words)
        self.field.setEnabled(free)
        self.set_button.setEnabled(free and bool(key) and not fault)
        self.set_button.setText(tr("改用到这里") if other is not None else tr("设为这个键"))
        self.clear_button.setEnabled(one is not None and free and bool(one.keys))
        self.reset_button.setEnabled(one is not None and one.is_changed)
        self.reset_all_button.setEnabled(any(one.is_changed for one in self._all))

    def _give(self, keys: Sequence[str]) -> None:
        if self.current is not None and not self.current.fixed:
            self._all = given(self._all, self.current.id, keys)
            self.field.clear()
            self._list()

    def set_key(self) -> None:
        """Give the command the pressed key."""
        if self.pressed and not refusal(self.pressed):
            self._give([self.pressed])

    def clear_keys(self) -> None:
        self._give([])

    def reset(self) -> None:
        """Give the command the keys that it came with."""
        if self.current is not None:
            self._give(self.current.usual)

    def reset_all(self) -> None:
        self._all = [replace(one, keys=one.usual) for one in self._all]
        self._list()


class Shortcuts(QObject):
    """The keys of a window: what was chosen is in force from the start, in menus, tips and tables."""

    def __init__(self, window: QMainWindow, settings: Settings, changed: Callable[[], object]) -> None:
        """changed: called when keys were changed."""
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._changed = changed
        self._usual: dict[str, tuple[str, ...]] = {}

    def apply(self) -> None:
        """Put the chosen keys in force; once, when every command has the keys that it comes with."""
        for action in all_actions(self._window):
            name = _name(action)
            self._usual[name] = portable(action.shortcuts())
            chosen = self._settings.keys(name)
            if chosen is not None:
                action.setShortcuts([QKeySequence(key) for key in chosen])

    def listed(self) -> list[Shortcut]:
        """Every command with its keys, those of the window first, then of tables, then what panels and pages have for themselves."""
        from ecdesk.gui.grid.actions import COMMANDS, usual_keys

        found = []
        menus = _menus(self._window)
        for action in all_actions(self._window):
            name = _name(action)
            words = action.text().replace("&", "").rstrip("…")
            found.append(Shortcut(name, words, menus.get(action, ""), portable(action.shortcuts()), self._usual[name]))
        for name, called, _keys in COMMANDS:
            usual = portable(usual_keys(name))
            chosen = self._settings.keys(GRID_KEYS + name)
            found.append(
                Shortcut(GRID_KEYS + name, str(called).rstrip("…"), tr("表格"), usual if chosen is None else chosen, usual)
            )
        for place, lines in PANEL_KEYS:
            for number, (does, fixed) in enumerate(lines):
                found.append(Shortcut(f"{place.template}.{number}", str(does), str(place), tuple(fixed), tuple(fixed), True))
        return found

    def choose(self) -> None:
        """Ask for keys, and put them in force."""
        chosen = dialogs.ask(ShortcutDialog(self._window, self.listed()))
        if chosen is not None:
            self.take(chosen)

    def take(self, chosen: Iterable[Shortcut]) -> None:
        """Keep what differs from what the program comes with, and put all of it in force."""
        keys = {one.id: one.keys for one in chosen}
        for one in (one for one in chosen if not one.fixed):
            self._settings.set_keys(one.id, one.keys if one.is_changed else None)
        for action in self._window.findChildren(QAction):
            name = _name(action) if action.objectName().startswith("action_") else action.property("keysId")
            if name in keys:
                action.setShortcuts([QKeySequence(key) for key in keys[name]])
        self._changed()


def _name(action: QAction) -> str:
    return action.objectName().removeprefix("action_")


def _menus(window: QMainWindow) -> Mapping[QAction, str]:
    """The menu of the menu bar that each command stands in."""
    found: dict[QAction, str] = {}
    for menu in window.menuBar().findChildren(QMenu):
        top, above = menu, menu.parentWidget()
        while isinstance(above, QMenu):
            top, above = above, above.parentWidget()
        title = top.title().split("(")[0].replace("&", "")
        found.update((action, title) for action in menu.actions())
    return found
