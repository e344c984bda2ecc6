"""The real dialogs for files: where they begin, and what a name without a suffix becomes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QKeySequenceEdit, QLineEdit

from ecdesk.domain.resources import resource
from ecdesk.domain.texts import set_language
from ecdesk.gui.base.settings import folder_beside
from ecdesk.gui.base.translator import Languages
from ecdesk.gui.desk.dialogs import (
    BOOK,
    CHART,
    DOCUMENT,
    SUBMISSION,
    WORD,
    choose_file,
    choose_files,
    choose_folder,
    choose_target,
)
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.places import samples_folder


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, qapp: QApplication, request: pytest.FixtureRequest) -> list[str]:
    """Names to type into the file dialogs that open, one each; afterwards the folders that they opened in."""
    waiting: list[str] = []
    folders: list[str] = []

    def type_and_accept(dialog: QFileDialog) -> int:
        folders.append(dialog.directory().absolutePath())
        dialog.show()
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.selectAll()
        name.insert(waiting.pop(0))
        QTest.keyClick(name, Qt.Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", type_and_accept)
    monkeypatch.setattr("ecdesk.gui.desk.dialogs._visited", "")
    monkeypatch.setattr("ecdesk.gui.desk.dialogs.book", None)
    request.node.folders = folders
    return waiting


def test_what_qts_own_chinese_leaves_out_is_chinese_too(qapp: QApplication) -> None:
    """The file dialog said Folder and Drive."""
    languages = Languages(qapp)
    try:
        languages.choose("zh")
        for context, words in (
            ("QAbstractFileIconProvider", ("Folder", "Drive", "%1 File")),
            ("QFileDialog", ("Look in:", "&New Folder", "Choose", "Date Modified")),
            ("QFileSystemModel", ("Name", "Size", "Kind", "Date Modified")),
            ("QPrintDialog", ("Print all", "Copies", "Duplex Printing")),
        ):
            shown = [QCoreApplication.translate(context, one) for one in words]
            assert not [one for one in shown if one.replace("%1", "").isascii()], (context, shown)
        assert QKeySequence("Alt+Left").toString(QKeySequence.SequenceFormat.NativeText) == "Alt+←"
        own = tomllib.loads(resource("translations", "qt_zh.toml").read_text(encoding="utf-8"))["words"]
        assert all(words.isascii() and not said.isascii() for words, said in own.items())
        assert QKeySequenceEdit().findChild(QLineEdit).placeholderText() == "按下新的键"  # Qt: 按快捷方式
        languages.choose("en")
        assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "Folder"
    finally:
        languages.remove()
        set_language("zh")


def test_a_name_without_a_suffix_gets_that_of_the_kind_before_the_dialog_looks_for_it(typed: list[str], tmp_path: Path) -> None:
    typed.append("图一")
    assert choose_target(None, "保存图", CHART, str(tmp_path / "图1-1 交易额")) == tmp_path / "图一.svg"
    typed.append("图二.png")
    assert choose_target(None, "保存图", CHART, str(tmp_path / "图1-1 交易额")) == tmp_path / "图二.png"


def test_comments_are_written_as_a_word_file_whatever_is_typed(typed: list[str], tmp_path: Path) -> None:
    typed.append("意见")
    assert choose_target(None, "导出批注", WORD, str(tmp_path / "第8章-核稿.docx")) == tmp_path / "意见.docx"


def test_the_next_dialog_begins_where_the_last_file_was(
    typed: list[str], tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "一.ecd").write_bytes(b"")
    typed.append(str(tmp_path / "一.ecd"))
    assert choose_file(None, "打开年报", BOOK) == tmp_path / "一.ecd"
    typed.append("图一")
    assert choose_target(None, "保存图", CHART, "图1-1 交易额") == tmp_path / "图一.svg"
    assert Path(request.node.folders[-1]) == tmp_path
    # A folder of what was sent is looked for where the files of it were.
    typed.append(str(tmp_path))
    assert choose_folder(None, "导入文件夹", SUBMISSION) == tmp_path
    typed.append(str(tmp_path / "一.ecd"))
    assert choose_files(None, "导入", SUBMISSION) == [tmp_path / "一.ecd"] and Path(request.node.folders[-1]) == tmp_path
    # Each kind has its own, also after the program has been started again.
    (tmp_path / "文稿").mkdir()
    typed.append(str(tmp_path / "文稿" / "二"))
    assert choose_target(None, "导出批注", WORD) == tmp_path / "文稿" / "二.docx"
    monkeypatch.setattr("ecdesk.gui.desk.dialogs._visited", "")
    for kind, folder in ((CHART, tmp_path), (WORD, tmp_path / "文稿")):
        typed.append("三")
        choose_target(None, "存为", kind)
        assert Path(request.node.folders[-1]) == folder


def test_with_a_book_open_they_begin_beside_it(
    typed: list[str], window: MainWindow, book_path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "一.docx").write_bytes(b"")
    typed.append(str(tmp_path / "别处" / "一.docx"))
    assert choose_file(window, "选择文稿", DOCUMENT) is not None
    for kind, folder in ((CHART, book_path.parent), (DOCUMENT, tmp_path / "别处")):
        typed.append("二")
        choose_target(window, "存为", kind)
        assert Path(request.node.folders[-1]) == folder


def test_a_folder_that_is_gone_is_no_name_to_begin_with(
    typed: list[str], tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecdesk.gui.desk.dialogs._visited", str(tmp_path))
    (tmp_path / "一.ecd").write_bytes(b"")
    typed.append("一.ecd")
    assert choose_file(None, "打开年报", BOOK, str(tmp_path / "不在了")) == tmp_path / "一.ecd"
    assert [Path(one) for one in request.node.folders] == [tmp_path]


def test_what_is_made_of_a_sample_book_is_kept_where_somebody_finds_it(
    typed: list[str], home: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It landed beside the sample, in a folder that file managers hide."""
    documents = tmp_path / "文档"
    documents.mkdir()
    monkeypatch.setattr("ecdesk.gui.base.settings.documents_folder", lambda: str(documents))
    sample = samples_folder() / "年报.ecd"
    sample.parent.mkdir(parents=True)
    assert folder_beside(sample) == documents and folder_beside(tmp_path / "年报.ecd") == tmp_path
    monkeypatch.setattr("ecdesk.gui.desk.dialogs.book", sample)
    typed.append("图")
    choose_target(None, "存为", CHART)
    assert [Path(one) for one in request.node.folders] == [documents]
    documents.rmdir()
    assert folder_beside(sample) == Path.home()
