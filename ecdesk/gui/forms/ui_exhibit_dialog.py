# Made from ui/exhibit_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout)

class Ui_ExhibitDialog(object):
    def setupUi(self, ExhibitDialog):
        if not ExhibitDialog.objectName():
            ExhibitDialog.setObjectName(u"ExhibitDialog")
        ExhibitDialog.resize(520, 320)
        self.layout = QVBoxLayout(ExhibitDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.number_label = QLabel(ExhibitDialog)
        self.number_label.setObjectName(u"number_label")
        self.number_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.number_label)

        self.number = QLineEdit(ExhibitDialog)
        self.number.setObjectName(u"number")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.number)

        self.caption_label = QLabel(ExhibitDialog)
        self.caption_label.setObjectName(u"caption_label")
        self.caption_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.caption_label)

        self.caption = QLineEdit(ExhibitDialog)
        self.caption.setObjectName(u"caption")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.caption)

        self.unit_label = QLabel(ExhibitDialog)
        self.unit_label.setObjectName(u"unit_label")
        self.unit_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.unit_label)

        self.unit = QLineEdit(ExhibitDialog)
        self.unit.setObjectName(u"unit")

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.unit)

        self.corner_label = QLabel(ExhibitDialog)
        self.corner_label.setObjectName(u"corner_label")
        self.corner_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.corner_label)

        self.corner = QLineEdit(ExhibitDialog)
        self.corner.setObjectName(u"corner")

        self.fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.corner)

        self.source_line_label = QLabel(ExhibitDialog)
        self.source_line_label.setObjectName(u"source_line_label")
        self.source_line_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(4, QFormLayout.ItemRole.LabelRole, self.source_line_label)

        self.source_line = QLineEdit(ExhibitDialog)
        self.source_line.setObjectName(u"source_line")

        self.fields.setWidget(4, QFormLayout.ItemRole.FieldRole, self.source_line)

        self.notes_label = QLabel(ExhibitDialog)
        self.notes_label.setObjectName(u"notes_label")
        self.notes_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(5, QFormLayout.ItemRole.LabelRole, self.notes_label)

        self.notes = QPlainTextEdit(ExhibitDialog)
        self.notes.setObjectName(u"notes")
        self.notes.setTabChangesFocus(True)

        self.fields.setWidget(5, QFormLayout.ItemRole.FieldRole, self.notes)


        self.layout.addLayout(self.fields)

        self.buttons = QDialogButtonBox(ExhibitDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.number_label.setBuddy(self.number)
        self.caption_label.setBuddy(self.caption)
        self.unit_label.setBuddy(self.unit)
        self.corner_label.setBuddy(self.corner)
        self.source_line_label.setBuddy(self.source_line)
        self.notes_label.setBuddy(self.notes)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ExhibitDialog)
        self.buttons.accepted.connect(ExhibitDialog.accept)
        self.buttons.rejected.connect(ExhibitDialog.reject)

        QMetaObject.connectSlotsByName(ExhibitDialog)
    # setupUi

    def retranslateUi(self, ExhibitDialog):
        ExhibitDialog.setWindowTitle(QCoreApplication.translate("ExhibitDialog", u"\u56fe\u8868", None))
        self.number_label.setText(QCoreApplication.translate("ExhibitDialog", u"\u7f16\u53f7", None))
        self.number.setPlaceholderText(QCoreApplication.translate("ExhibitDialog", u"\u5982 \u88681-2", None))
        self.caption_label.setText(QCoreApplication.translate("ExhibitDialog", u"\u6807\u9898", None))
        self.unit_label.setText(QCoreApplication.translate("ExhibitDialog", u"\u5355\u4f4d", None))
        self.unit.setPlaceholderText(QCoreApplication.translate("ExhibitDialog", u"\u5982 \u4ebf\u5143", None))
        self.corner_label.setText(QCoreApplication.translate("ExhibitDialog", u"\u8868\u5934\u5de6\u4e0a\u89d2", None))
        self.source_line_label.setText(QCoreApplication.translate("ExhibitDialog", u"\u8d44\u6599\u6765\u6e90", None))
        self.notes_label.setText(QCoreApplication.translate("ExhibitDialog", u"\u8868\u4e0b\u6ce8", None))
        self.notes.setPlaceholderText(QCoreApplication.translate("ExhibitDialog", u"\u6bcf\u884c\u4e00\u6761", None))
    # retranslateUi

