# Made from ui/areas_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_AreasDialog(object):
    def setupUi(self, AreasDialog):
        if not AreasDialog.objectName():
            AreasDialog.setObjectName(u"AreasDialog")
        AreasDialog.resize(440, 560)
        self.layout = QVBoxLayout(AreasDialog)
        self.layout.setSpacing(8)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.wanted = QLineEdit(AreasDialog)
        self.wanted.setObjectName(u"wanted")
        self.wanted.setClearButtonEnabled(True)

        self.layout.addWidget(self.wanted)

        self.areas = QListWidget(AreasDialog)
        self.areas.setObjectName(u"areas")

        self.layout.addWidget(self.areas)

        self.ticking = QHBoxLayout()
        self.ticking.setObjectName(u"ticking")
        self.tick_all = QPushButton(AreasDialog)
        self.tick_all.setObjectName(u"tick_all")
        self.tick_all.setAutoDefault(False)

        self.ticking.addWidget(self.tick_all)

        self.tick_none = QPushButton(AreasDialog)
        self.tick_none.setObjectName(u"tick_none")
        self.tick_none.setAutoDefault(False)

        self.ticking.addWidget(self.tick_none)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.ticking.addItem(self.space)

        self.count = QLabel(AreasDialog)
        self.count.setObjectName(u"count")
        self.count.setTextFormat(Qt.TextFormat.PlainText)

        self.ticking.addWidget(self.count)


        self.layout.addLayout(self.ticking)

        self.fresh_label = QLabel(AreasDialog)
        self.fresh_label.setObjectName(u"fresh_label")
        self.fresh_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout.addWidget(self.fresh_label)

        self.fresh = QLineEdit(AreasDialog)
        self.fresh.setObjectName(u"fresh")

        self.layout.addWidget(self.fresh)

        self.above_label = QLabel(AreasDialog)
        self.above_label.setObjectName(u"above_label")
        self.above_label.setTextFormat(Qt.TextFormat.PlainText)

        self.layout.addWidget(self.above_label)

        self.above = QLineEdit(AreasDialog)
        self.above.setObjectName(u"above")

        self.layout.addWidget(self.above)

        self.buttons = QDialogButtonBox(AreasDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.fresh_label.setBuddy(self.fresh)
        self.above_label.setBuddy(self.above)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(AreasDialog)
        self.buttons.accepted.connect(AreasDialog.accept)
        self.buttons.rejected.connect(AreasDialog.reject)

        QMetaObject.connectSlotsByName(AreasDialog)
    # setupUi

    def retranslateUi(self, AreasDialog):
        AreasDialog.setWindowTitle(QCoreApplication.translate("AreasDialog", u"\u62a5\u9001\u5730\u533a", None))
        self.wanted.setPlaceholderText(QCoreApplication.translate("AreasDialog", u"\u6309\u540d\u79f0\u67e5\u627e", None))
        self.tick_all.setText(QCoreApplication.translate("AreasDialog", u"\u5168\u90e8\u52fe\u9009", None))
        self.tick_none.setText(QCoreApplication.translate("AreasDialog", u"\u5168\u90e8\u4e0d\u9009", None))
        self.fresh_label.setText(QCoreApplication.translate("AreasDialog", u"\u540d\u5355\u91cc\u6ca1\u6709\u7684\u5730\u533a", None))
        self.fresh.setPlaceholderText(QCoreApplication.translate("AreasDialog", u"\u5199\u540d\u79f0\uff0c\u51e0\u4e2a\u7528\u9017\u53f7\u9694\u5f00\uff0c\u5982 \u4e0a\u57ce\u533a\uff0c\u897f\u6e56\u533a", None))
        self.above_label.setText(QCoreApplication.translate("AreasDialog", u"\u5b83\u4eec\u5c5e\u4e8e\uff08\u533a\u53bf\u5199\u6240\u5c5e\u7684\u5e02\uff09", None))
    # retranslateUi

