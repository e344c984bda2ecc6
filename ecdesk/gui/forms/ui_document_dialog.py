# Made from ui/document_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QCheckBox, QComboBox, QDialogButtonBox, QGridLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_DocumentDialog(object):
    def setupUi(self, DocumentDialog):
        if not DocumentDialog.objectName():
            DocumentDialog.setObjectName(u"DocumentDialog")
        DocumentDialog.resize(560, 220)
        self.layout = QVBoxLayout(DocumentDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.fields = QGridLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(8)
        self.fields.setVerticalSpacing(8)
        self.target_label = QLabel(DocumentDialog)
        self.target_label.setObjectName(u"target_label")
        self.target_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.target_label, 0, 0, 1, 1)

        self.target = QLineEdit(DocumentDialog)
        self.target.setObjectName(u"target")

        self.fields.addWidget(self.target, 0, 1, 1, 1)

        self.choose_target = QPushButton(DocumentDialog)
        self.choose_target.setObjectName(u"choose_target")
        self.choose_target.setAutoDefault(False)

        self.fields.addWidget(self.choose_target, 0, 2, 1, 1)

        self.part_label = QLabel(DocumentDialog)
        self.part_label.setObjectName(u"part_label")
        self.part_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.part_label, 1, 0, 1, 1)

        self.part = QComboBox(DocumentDialog)
        self.part.setObjectName(u"part")

        self.fields.addWidget(self.part, 1, 1, 1, 1)

        self.all_exhibits = QCheckBox(DocumentDialog)
        self.all_exhibits.setObjectName(u"all_exhibits")

        self.fields.addWidget(self.all_exhibits, 2, 1, 1, 1)

        self.chart_tables = QCheckBox(DocumentDialog)
        self.chart_tables.setObjectName(u"chart_tables")

        self.fields.addWidget(self.chart_tables, 3, 1, 1, 1)

        self.english = QCheckBox(DocumentDialog)
        self.english.setObjectName(u"english")

        self.fields.addWidget(self.english, 4, 1, 1, 1)

        self.final = QCheckBox(DocumentDialog)
        self.final.setObjectName(u"final")

        self.fields.addWidget(self.final, 5, 1, 1, 1)


        self.layout.addLayout(self.fields)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout.addItem(self.space)

        self.buttons = QDialogButtonBox(DocumentDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.target_label.setBuddy(self.target)
        self.part_label.setBuddy(self.part)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(DocumentDialog)
        self.buttons.accepted.connect(DocumentDialog.accept)
        self.buttons.rejected.connect(DocumentDialog.reject)

        QMetaObject.connectSlotsByName(DocumentDialog)
    # setupUi

    def retranslateUi(self, DocumentDialog):
        self.target_label.setText(QCoreApplication.translate("DocumentDialog", u"\u6587\u4ef6", None))
        self.choose_target.setText(QCoreApplication.translate("DocumentDialog", u"\u6d4f\u89c8\u2026", None))
        self.part_label.setText(QCoreApplication.translate("DocumentDialog", u"\u8303\u56f4", None))
        self.all_exhibits.setText(QCoreApplication.translate("DocumentDialog", u"\u8fde\u540c\u4e0d\u5370\u7684\u56fe\u8868\u4e00\u8d77\u5bfc\u51fa", None))
        self.chart_tables.setText(QCoreApplication.translate("DocumentDialog", u"\u56fe\u4e0b\u9644\u4e0a\u5b83\u7684\u6570\u636e\u8868", None))
        self.english.setText(QCoreApplication.translate("DocumentDialog", u"\u82f1\u6587\u7248\uff1a\u6587\u5b57\u6309\u201c\u82f1\u6587\u5bf9\u7167\u201d\uff0c\u6570\u6362\u6210\u82f1\u6587\u7684\u5355\u4f4d", None))
        self.final.setText(QCoreApplication.translate("DocumentDialog", u"\u4f5c\u4e3a\u5b9a\u7a3f\uff1a\u8fd8\u6709\u672a\u5904\u7406\u7684\u9519\u8bef\u6216\u6838\u5b9e\u65f6\u4e0d\u5bfc\u51fa", None))
        pass
    # retranslateUi

