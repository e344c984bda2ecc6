# Made from ui/new_table_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QDialogButtonBox, QFormLayout, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QSpacerItem, QTableWidget, QVBoxLayout)

class Ui_NewTableDialog(object):
    def setupUi(self, NewTableDialog):
        if not NewTableDialog.objectName():
            NewTableDialog.setObjectName(u"NewTableDialog")
        NewTableDialog.resize(1040, 560)
        self.layout = QVBoxLayout(NewTableDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.sides = QHBoxLayout()
        self.sides.setSpacing(16)
        self.sides.setObjectName(u"sides")
        self.settings = QVBoxLayout()
        self.settings.setSpacing(16)
        self.settings.setObjectName(u"settings")
        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.number_label = QLabel(NewTableDialog)
        self.number_label.setObjectName(u"number_label")
        self.number_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.number_label)

        self.number = QLineEdit(NewTableDialog)
        self.number.setObjectName(u"number")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.number)

        self.caption_label = QLabel(NewTableDialog)
        self.caption_label.setObjectName(u"caption_label")
        self.caption_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.caption_label)

        self.caption = QLineEdit(NewTableDialog)
        self.caption.setObjectName(u"caption")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.caption)

        self.template_label = QLabel(NewTableDialog)
        self.template_label.setObjectName(u"template_label")
        self.template_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.template_label)

        self.template = QComboBox(NewTableDialog)
        self.template.setObjectName(u"template")

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.template)

        self.unit_label = QLabel(NewTableDialog)
        self.unit_label.setObjectName(u"unit_label")
        self.unit_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.unit_label)

        self.unit = QLineEdit(NewTableDialog)
        self.unit.setObjectName(u"unit")

        self.fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.unit)

        self.texts_label = QLabel(NewTableDialog)
        self.texts_label.setObjectName(u"texts_label")
        self.texts_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(4, QFormLayout.ItemRole.LabelRole, self.texts_label)

        self.texts = QLineEdit(NewTableDialog)
        self.texts.setObjectName(u"texts")

        self.fields.setWidget(4, QFormLayout.ItemRole.FieldRole, self.texts)

        self.chart = QCheckBox(NewTableDialog)
        self.chart.setObjectName(u"chart")

        self.fields.setWidget(5, QFormLayout.ItemRole.FieldRole, self.chart)


        self.settings.addLayout(self.fields)

        self.parts = QGridLayout()
        self.parts.setObjectName(u"parts")
        self.parts.setHorizontalSpacing(8)
        self.parts.setVerticalSpacing(8)
        self.parts.setColumnStretch(2, 1)

        self.settings.addLayout(self.parts)

        self.of_areas = QFormLayout()
        self.of_areas.setObjectName(u"of_areas")
        self.of_areas.setHorizontalSpacing(16)
        self.of_areas.setVerticalSpacing(8)
        self.new_areas = QCheckBox(NewTableDialog)
        self.new_areas.setObjectName(u"new_areas")

        self.of_areas.setWidget(0, QFormLayout.ItemRole.FieldRole, self.new_areas)

        self.lies_in_label = QLabel(NewTableDialog)
        self.lies_in_label.setObjectName(u"lies_in_label")
        self.lies_in_label.setTextFormat(Qt.TextFormat.PlainText)

        self.of_areas.setWidget(1, QFormLayout.ItemRole.LabelRole, self.lies_in_label)

        self.lies_in = QLineEdit(NewTableDialog)
        self.lies_in.setObjectName(u"lies_in")

        self.of_areas.setWidget(1, QFormLayout.ItemRole.FieldRole, self.lies_in)


        self.settings.addLayout(self.of_areas)

        self.below = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.settings.addItem(self.below)


        self.sides.addLayout(self.settings)

        self.picture = QVBoxLayout()
        self.picture.setSpacing(8)
        self.picture.setObjectName(u"picture")
        self.above = QLabel(NewTableDialog)
        self.above.setObjectName(u"above")
        self.above.setTextFormat(Qt.TextFormat.PlainText)
        self.above.setWordWrap(True)

        self.picture.addWidget(self.above)

        self.preview = QTableWidget(NewTableDialog)
        self.preview.setObjectName(u"preview")
        self.preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self.picture.addWidget(self.preview)


        self.sides.addLayout(self.picture)

        self.sides.setStretch(0, 4)
        self.sides.setStretch(1, 5)

        self.layout.addLayout(self.sides)

        self.message = QLabel(NewTableDialog)
        self.message.setObjectName(u"message")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)

        self.layout.addWidget(self.message)

        self.buttons = QDialogButtonBox(NewTableDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.number_label.setBuddy(self.number)
        self.caption_label.setBuddy(self.caption)
        self.template_label.setBuddy(self.template)
        self.unit_label.setBuddy(self.unit)
        self.texts_label.setBuddy(self.texts)
        self.lies_in_label.setBuddy(self.lies_in)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(NewTableDialog)
        self.buttons.accepted.connect(NewTableDialog.accept)
        self.buttons.rejected.connect(NewTableDialog.reject)

        QMetaObject.connectSlotsByName(NewTableDialog)
    # setupUi

    def retranslateUi(self, NewTableDialog):
        NewTableDialog.setWindowTitle(QCoreApplication.translate("NewTableDialog", u"\u65b0\u5efa\u8868", None))
        self.number_label.setText(QCoreApplication.translate("NewTableDialog", u"\u7f16\u53f7", None))
        self.caption_label.setText(QCoreApplication.translate("NewTableDialog", u"\u6807\u9898", None))
        self.template_label.setText(QCoreApplication.translate("NewTableDialog", u"\u6837\u5f0f", None))
        self.unit_label.setText(QCoreApplication.translate("NewTableDialog", u"\u5355\u4f4d", None))
        self.unit.setPlaceholderText(QCoreApplication.translate("NewTableDialog", u"\u4e0d\u5199\u5219\u5404\u884c\u5404\u5217\u7528\u6307\u6807\u81ea\u5df1\u7684\u5355\u4f4d", None))
        self.texts_label.setText(QCoreApplication.translate("NewTableDialog", u"\u6587\u5b57\u5217", None))
        self.texts.setPlaceholderText(QCoreApplication.translate("NewTableDialog", u"\u5982 \u4f01\u4e1a\u540d\u79f0\u3001\u6210\u7acb\u65e5\u671f\uff08\u65e5\u671f\uff09\u3001\u878d\u8d44\u91d1\u989d\uff08\u91d1\u989d\u6216\u6570\uff09\uff1b\u6ca1\u6709\u5c31\u4e0d\u5199", None))
        self.chart.setText(QCoreApplication.translate("NewTableDialog", u"\u540c\u65f6\u753b\u56fe", None))
        self.lies_in_label.setText(QCoreApplication.translate("NewTableDialog", u"\u5c5e\u4e8e", None))
        self.lies_in.setPlaceholderText(QCoreApplication.translate("NewTableDialog", u"\u53ef\u4ee5\u4e0d\u586b", None))
    # retranslateUi

