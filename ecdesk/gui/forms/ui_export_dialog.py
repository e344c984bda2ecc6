# Made from ui/export_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QCheckBox, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QTreeWidget, QTreeWidgetItem, QVBoxLayout)

class Ui_ExportDialog(object):
    def setupUi(self, ExportDialog):
        if not ExportDialog.objectName():
            ExportDialog.setObjectName(u"ExportDialog")
        ExportDialog.resize(600, 560)
        self.layout = QVBoxLayout(ExportDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.fields = QGridLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(8)
        self.fields.setVerticalSpacing(8)
        self.workbook_label = QLabel(ExportDialog)
        self.workbook_label.setObjectName(u"workbook_label")
        self.workbook_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.addWidget(self.workbook_label, 0, 0, 1, 1)

        self.workbook = QLineEdit(ExportDialog)
        self.workbook.setObjectName(u"workbook")

        self.fields.addWidget(self.workbook, 0, 1, 1, 1)

        self.choose_workbook = QPushButton(ExportDialog)
        self.choose_workbook.setObjectName(u"choose_workbook")
        self.choose_workbook.setAutoDefault(False)

        self.fields.addWidget(self.choose_workbook, 0, 2, 1, 1)

        self.with_charts = QCheckBox(ExportDialog)
        self.with_charts.setObjectName(u"with_charts")
        self.with_charts.setChecked(True)

        self.fields.addWidget(self.with_charts, 1, 0, 1, 1)

        self.charts = QLineEdit(ExportDialog)
        self.charts.setObjectName(u"charts")

        self.fields.addWidget(self.charts, 1, 1, 1, 1)

        self.choose_charts = QPushButton(ExportDialog)
        self.choose_charts.setObjectName(u"choose_charts")
        self.choose_charts.setAutoDefault(False)

        self.fields.addWidget(self.choose_charts, 1, 2, 1, 1)

        self.formats = QHBoxLayout()
        self.formats.setObjectName(u"formats")
        self.svg = QCheckBox(ExportDialog)
        self.svg.setObjectName(u"svg")
        self.svg.setText(u"SVG")
        self.svg.setChecked(True)

        self.formats.addWidget(self.svg)

        self.pdf = QCheckBox(ExportDialog)
        self.pdf.setObjectName(u"pdf")
        self.pdf.setText(u"PDF")

        self.formats.addWidget(self.pdf)

        self.png = QCheckBox(ExportDialog)
        self.png.setObjectName(u"png")
        self.png.setText(u"PNG")

        self.formats.addWidget(self.png)

        self.formats_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.formats.addItem(self.formats_space)


        self.fields.addLayout(self.formats, 2, 1, 1, 1)

        self.exhibits_label = QLabel(ExportDialog)
        self.exhibits_label.setObjectName(u"exhibits_label")
        self.exhibits_label.setTextFormat(Qt.TextFormat.PlainText)
        self.exhibits_label.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)

        self.fields.addWidget(self.exhibits_label, 3, 0, 1, 1)

        self.exhibits = QTreeWidget(ExportDialog)
        __qtreewidgetitem = QTreeWidgetItem()
        __qtreewidgetitem.setText(0, u"1")
        self.exhibits.setHeaderItem(__qtreewidgetitem)
        self.exhibits.setObjectName(u"exhibits")
        self.exhibits.setMinimumSize(QSize(0, 200))

        self.fields.addWidget(self.exhibits, 3, 1, 1, 2)

        self.ticking = QHBoxLayout()
        self.ticking.setObjectName(u"ticking")
        self.tick_all = QPushButton(ExportDialog)
        self.tick_all.setObjectName(u"tick_all")
        self.tick_all.setAutoDefault(False)

        self.ticking.addWidget(self.tick_all)

        self.tick_none = QPushButton(ExportDialog)
        self.tick_none.setObjectName(u"tick_none")
        self.tick_none.setAutoDefault(False)

        self.ticking.addWidget(self.tick_none)

        self.ticking_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.ticking.addItem(self.ticking_space)

        self.count = QLabel(ExportDialog)
        self.count.setObjectName(u"count")
        self.count.setTextFormat(Qt.TextFormat.PlainText)

        self.ticking.addWidget(self.count)


        self.fields.addLayout(self.ticking, 4, 1, 1, 2)

        self.all_exhibits = QCheckBox(ExportDialog)
        self.all_exhibits.setObjectName(u"all_exhibits")

        self.fields.addWidget(self.all_exhibits, 5, 1, 1, 2)

        self.english = QCheckBox(ExportDialog)
        self.english.setObjectName(u"english")

        self.fields.addWidget(self.english, 6, 1, 1, 2)

        self.final = QCheckBox(ExportDialog)
        self.final.setObjectName(u"final")

        self.fields.addWidget(self.final, 7, 1, 1, 2)


        self.layout.addLayout(self.fields)

        self.buttons = QDialogButtonBox(ExportDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.workbook_label.setBuddy(self.workbook)
        self.exhibits_label.setBuddy(self.exhibits)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ExportDialog)
        self.buttons.accepted.connect(ExportDialog.accept)
        self.buttons.rejected.connect(ExportDialog.reject)
        self.with_charts.toggled.connect(self.charts.setEnabled)
        self.with_charts.toggled.connect(self.choose_charts.setEnabled)
        self.with_charts.toggled.connect(self.svg.setEnabled)
        self.with_charts.toggled.connect(self.pdf.setEnabled)
        self.with_charts.toggled.connect(self.png.setEnabled)

        QMetaObject.connectSlotsByName(ExportDialog)
    # setupUi

    def retranslateUi(self, ExportDialog):
        ExportDialog.setWindowTitle(QCoreApplication.translate("ExportDialog", u"\u5bfc\u51fa", None))
        self.workbook_label.setText(QCoreApplication.translate("ExportDialog", u"\u5de5\u4f5c\u7c3f", None))
        self.choose_workbook.setText(QCoreApplication.translate("ExportDialog", u"\u6d4f\u89c8\u2026", None))
        self.with_charts.setText(QCoreApplication.translate("ExportDialog", u"\u56fe\u5b58\u5230", None))
        self.choose_charts.setText(QCoreApplication.translate("ExportDialog", u"\u6d4f\u89c8\u2026", None))
        self.exhibits_label.setText(QCoreApplication.translate("ExportDialog", u"\u56fe\u8868", None))
        self.tick_all.setText(QCoreApplication.translate("ExportDialog", u"\u5168\u90e8\u52fe\u9009", None))
        self.tick_none.setText(QCoreApplication.translate("ExportDialog", u"\u5168\u90e8\u4e0d\u9009", None))
        self.all_exhibits.setText(QCoreApplication.translate("ExportDialog", u"\u8fde\u540c\u4e0d\u5370\u7684\u56fe\u8868\u4e00\u8d77\u5bfc\u51fa", None))
        self.english.setText(QCoreApplication.translate("ExportDialog", u"\u82f1\u6587\u7248\uff1a\u6587\u5b57\u6309\u201c\u82f1\u6587\u5bf9\u7167\u201d\uff0c\u6570\u6362\u6210\u82f1\u6587\u7684\u5355\u4f4d", None))
        self.final.setText(QCoreApplication.translate("ExportDialog", u"\u4f5c\u4e3a\u5b9a\u7a3f\uff1a\u8fd8\u6709\u672a\u5904\u7406\u7684\u9519\u8bef\u6216\u6838\u5b9e\u65f6\u4e0d\u5bfc\u51fa", None))
    # retranslateUi

