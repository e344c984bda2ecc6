# Made from ui/symbols_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_SymbolsDialog(object):
    def setupUi(self, SymbolsDialog):
        if not SymbolsDialog.objectName():
            SymbolsDialog.setObjectName(u"SymbolsDialog")
        SymbolsDialog.resize(560, 350)
        self.layout = QVBoxLayout(SymbolsDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.hint = QLabel(SymbolsDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)

        self.layout.addWidget(self.hint)

        self.fields = QGridLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.none_label = QLabel(SymbolsDialog)
        self.none_label.setObjectName(u"none_label")
        self.none_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.none_label, 0, 0, 1, 1)

        self.none = QLineEdit(SymbolsDialog)
        self.none.setObjectName(u"none")
        self.none.setMaxLength(6)
        self.none.setMaximumSize(QSize(96, 16777215))

        self.fields.addWidget(self.none, 0, 1, 1, 1)

        self.none_count = QLabel(SymbolsDialog)
        self.none_count.setObjectName(u"none_count")
        self.none_count.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.none_count, 0, 2, 1, 1)

        self.unknown_label = QLabel(SymbolsDialog)
        self.unknown_label.setObjectName(u"unknown_label")
        self.unknown_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.unknown_label, 1, 0, 1, 1)

        self.unknown = QLineEdit(SymbolsDialog)
        self.unknown.setObjectName(u"unknown")
        self.unknown.setMaxLength(6)
        self.unknown.setMaximumSize(QSize(96, 16777215))

        self.fields.addWidget(self.unknown, 1, 1, 1, 1)

        self.unknown_count = QLabel(SymbolsDialog)
        self.unknown_count.setObjectName(u"unknown_count")
        self.unknown_count.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.unknown_count, 1, 2, 1, 1)

        self.small_label = QLabel(SymbolsDialog)
        self.small_label.setObjectName(u"small_label")
        self.small_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.small_label, 2, 0, 1, 1)

        self.small = QLineEdit(SymbolsDialog)
        self.small.setObjectName(u"small")
        self.small.setMaxLength(6)
        self.small.setMaximumSize(QSize(96, 16777215))

        self.fields.addWidget(self.small, 2, 1, 1, 1)

        self.small_count = QLabel(SymbolsDialog)
        self.small_count.setObjectName(u"small_count")
        self.small_count.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.small_count, 2, 2, 1, 1)

        self.not_applicable_label = QLabel(SymbolsDialog)
        self.not_applicable_label.setObjectName(u"not_applicable_label")
        self.not_applicable_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.not_applicable_label, 3, 0, 1, 1)

        self.not_applicable = QLineEdit(SymbolsDialog)
        self.not_applicable.setObjectName(u"not_applicable")
        self.not_applicable.setMaxLength(6)
        self.not_applicable.setMaximumSize(QSize(96, 16777215))

        self.fields.addWidget(self.not_applicable, 3, 1, 1, 1)

        self.not_applicable_count = QLabel(SymbolsDialog)
        self.not_applicable_count.setObjectName(u"not_applicable_count")
        self.not_applicable_count.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.not_applicable_count, 3, 2, 1, 1)

        self.confidential_label = QLabel(SymbolsDialog)
        self.confidential_label.setObjectName(u"confidential_label")
        self.confidential_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.confidential_label, 4, 0, 1, 1)

        self.confidential = QLineEdit(SymbolsDialog)
        self.confidential.setObjectName(u"confidential")
        self.confidential.setMaxLength(6)
        self.confidential.setMaximumSize(QSize(96, 16777215))

        self.fields.addWidget(self.confidential, 4, 1, 1, 1)

        self.confidential_count = QLabel(SymbolsDialog)
        self.confidential_count.setObjectName(u"confidential_count")
        self.confidential_count.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.confidential_count, 4, 2, 1, 1)


        self.layout.addLayout(self.fields)

        self.told = QLabel(SymbolsDialog)
        self.told.setObjectName(u"told")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)

        self.layout.addWidget(self.told)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout.addItem(self.space)

        self.below = QHBoxLayout()
        self.below.setObjectName(u"below")
        self.usual = QPushButton(SymbolsDialog)
        self.usual.setObjectName(u"usual")
        self.usual.setAutoDefault(False)

        self.below.addWidget(self.usual)

        self.buttons = QDialogButtonBox(SymbolsDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.below.addWidget(self.buttons)


        self.layout.addLayout(self.below)

#if QT_CONFIG(shortcut)
        self.none_label.setBuddy(self.none)
        self.unknown_label.setBuddy(self.unknown)
        self.small_label.setBuddy(self.small)
        self.not_applicable_label.setBuddy(self.not_applicable)
        self.confidential_label.setBuddy(self.confidential)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(SymbolsDialog)
        self.buttons.accepted.connect(SymbolsDialog.accept)
        self.buttons.rejected.connect(SymbolsDialog.reject)

        QMetaObject.connectSlotsByName(SymbolsDialog)
    # setupUi

    def retranslateUi(self, SymbolsDialog):
        SymbolsDialog.setWindowTitle(QCoreApplication.translate("SymbolsDialog", u"\u7b26\u53f7", None))
        self.hint.setText(QCoreApplication.translate("SymbolsDialog", u"\u6ca1\u6709\u6570\u7684\u683c\u5b50\u5370\u4ec0\u4e48\u3002\u6539\u4e86\u4ee5\u540e\uff0c\u5168\u4e66\u7684\u683c\u5b50\u90fd\u6309\u65b0\u7684\u7b26\u53f7\u663e\u793a\uff0c\u8bb0\u4e0b\u7684\u4ecd\u662f\u201c\u4e0d\u8be6\u201d\u201c\u65e0\u201d\u8fd9\u6837\u7684\u72b6\u6001\u3002\u7559\u7a7a\u7684\u5370\u6210\u7a7a\u683c\u3002", None))
        self.none.setPlaceholderText(QCoreApplication.translate("SymbolsDialog", u"\u7a7a\u683c", None))
        self.unknown.setPlaceholderText(QCoreApplication.translate("SymbolsDialog", u"\u7a7a\u683c", None))
        self.small.setPlaceholderText(QCoreApplication.translate("SymbolsDialog", u"\u7a7a\u683c", None))
        self.not_applicable.setPlaceholderText(QCoreApplication.translate("SymbolsDialog", u"\u7a7a\u683c", None))
        self.confidential.setPlaceholderText(QCoreApplication.translate("SymbolsDialog", u"\u7a7a\u683c", None))
        self.usual.setText(QCoreApplication.translate("SymbolsDialog", u"\u6309\u7edf\u8ba1\u5e74\u9274\u7684\u7528\u6cd5", None))
#if QT_CONFIG(tooltip)
        self.usual.setToolTip(QCoreApplication.translate("SymbolsDialog", u"\u4e2d\u56fd\u7edf\u8ba1\u5e74\u9274\u7684\u7528\u6cd5\uff1a\u201c\u2026\u201d\u662f\u4e0d\u8db3\u6700\u5c0f\u5355\u4f4d\uff0c\u7a7a\u683c\u662f\u4e0d\u8be6", None))
#endif // QT_CONFIG(tooltip)
    # retranslateUi

