# Made from ui/new_book_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout)

class Ui_NewBookDialog(object):
    def setupUi(self, NewBookDialog):
        if not NewBookDialog.objectName():
            NewBookDialog.setObjectName(u"NewBookDialog")
        NewBookDialog.resize(480, 200)
        self.layout = QVBoxLayout(NewBookDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.words = QLabel(NewBookDialog)
        self.words.setObjectName(u"words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)

        self.layout.addWidget(self.words)

        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.title_label = QLabel(NewBookDialog)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.title_label)

        self.title = QLineEdit(NewBookDialog)
        self.title.setObjectName(u"title")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.title)

        self.period_label = QLabel(NewBookDialog)
        self.period_label.setObjectName(u"period_label")
        self.period_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.period_label)

        self.period = QLineEdit(NewBookDialog)
        self.period.setObjectName(u"period")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.period)


        self.layout.addLayout(self.fields)

        self.buttons = QDialogButtonBox(NewBookDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.title_label.setBuddy(self.title)
        self.period_label.setBuddy(self.period)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(NewBookDialog)
        self.buttons.accepted.connect(NewBookDialog.accept)
        self.buttons.rejected.connect(NewBookDialog.reject)

        QMetaObject.connectSlotsByName(NewBookDialog)
    # setupUi

    def retranslateUi(self, NewBookDialog):
        NewBookDialog.setWindowTitle(QCoreApplication.translate("NewBookDialog", u"\u65b0\u5efa\u7a7a\u767d\u5e74\u62a5", None))
        self.words.setText(QCoreApplication.translate("NewBookDialog", u"\u7a7a\u767d\u5e74\u62a5\u91cc\u6709\u5730\u533a\u548c\u5ba1\u6838\u516c\u5f0f\uff0c\u6ca1\u6709\u6307\u6807\u3001\u8868\u548c\u6570\u3002\u5df2\u6709\u4e0a\u4e00\u671f\u7684\u5e74\u62a5\u65f6\uff0c\u8bf7\u6253\u5f00\u5b83\u518d\u7528\u201c\u65b0\u5efa\u4e0b\u4e00\u671f\u201d\u3002", None))
        self.title_label.setText(QCoreApplication.translate("NewBookDialog", u"\u540d\u79f0", None))
        self.title.setPlaceholderText(QCoreApplication.translate("NewBookDialog", u"\u5982 \u676d\u5dde\u5e02\u7535\u5b50\u5546\u52a1\u62a5\u544a2026", None))
        self.period_label.setText(QCoreApplication.translate("NewBookDialog", u"\u65f6\u671f", None))
        self.period.setPlaceholderText(QCoreApplication.translate("NewBookDialog", u"\u5982 2026\u5e74\u30012026\u5e74\u4e00\u5b63\u5ea6\u30012026\u5e74\u4e0a\u534a\u5e74\u30012026\u5e749\u6708", None))
    # retranslateUi

