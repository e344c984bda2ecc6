# Made from ui/crash_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_CrashDialog(object):
    def setupUi(self, CrashDialog):
        if not CrashDialog.objectName():
            CrashDialog.setObjectName(u"CrashDialog")
        CrashDialog.resize(640, 420)
        self.layout = QVBoxLayout(CrashDialog)
        self.layout.setSpacing(8)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.words = QLabel(CrashDialog)
        self.words.setObjectName(u"words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)

        self.layout.addWidget(self.words)

        self.report = QPlainTextEdit(CrashDialog)
        self.report.setObjectName(u"report")
        self.report.setReadOnly(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

        self.layout.addWidget(self.report)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.copy = QPushButton(CrashDialog)
        self.copy.setObjectName(u"copy")
        self.copy.setAutoDefault(False)

        self.buttons.addWidget(self.copy)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.space)

        self.carry_on = QPushButton(CrashDialog)
        self.carry_on.setObjectName(u"carry_on")

        self.buttons.addWidget(self.carry_on)


        self.layout.addLayout(self.buttons)


        self.retranslateUi(CrashDialog)

        self.carry_on.setDefault(True)


        QMetaObject.connectSlotsByName(CrashDialog)
    # setupUi

    def retranslateUi(self, CrashDialog):
        CrashDialog.setWindowTitle(QCoreApplication.translate("CrashDialog", u"\u7a0b\u5e8f\u51fa\u9519", None))
        self.words.setText(QCoreApplication.translate("CrashDialog", u"\u7a0b\u5e8f\u9047\u5230\u4e86\u4e00\u4e2a\u6ca1\u6709\u6599\u5230\u7684\u9519\u8bef\u3002\u5df2\u7ecf\u663e\u793a\u4e3a\u201c\u5df2\u4fdd\u5b58\u201d\u7684\u4fee\u6539\u90fd\u5728\u6587\u4ef6\u91cc\uff0c\u6ca1\u6709\u4e22\u5931\u3002\u8bf7\u628a\u4e0b\u9762\u7684\u62a5\u544a\u53d1\u7ed9\u7ef4\u62a4\u4eba\u5458\u3002", None))
        self.copy.setText(QCoreApplication.translate("CrashDialog", u"\u590d\u5236\u62a5\u544a", None))
        self.carry_on.setText(QCoreApplication.translate("CrashDialog", u"\u7ee7\u7eed\u5de5\u4f5c", None))
    # retranslateUi

