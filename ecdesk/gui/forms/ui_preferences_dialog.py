# Made from ui/preferences_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QComboBox, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QSizePolicy, QSpacerItem, QSpinBox, QVBoxLayout)

class Ui_PreferencesDialog(object):
    def setupUi(self, PreferencesDialog):
        if not PreferencesDialog.objectName():
            PreferencesDialog.setObjectName(u"PreferencesDialog")
        PreferencesDialog.resize(400, 240)
        self.layout = QVBoxLayout(PreferencesDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.theme_label = QLabel(PreferencesDialog)
        self.theme_label.setObjectName(u"theme_label")
        self.theme_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.theme_label)

        self.theme = QComboBox(PreferencesDialog)
        self.theme.setObjectName(u"theme")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.theme)

        self.language_label = QLabel(PreferencesDialog)
        self.language_label.setObjectName(u"language_label")
        self.language_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.language_label)

        self.language = QComboBox(PreferencesDialog)
        self.language.setObjectName(u"language")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.language)

        self.font_size_label = QLabel(PreferencesDialog)
        self.font_size_label.setObjectName(u"font_size_label")
        self.font_size_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.font_size_label)

        self.font_size = QSpinBox(PreferencesDialog)
        self.font_size.setObjectName(u"font_size")
        self.font_size.setMinimum(7)
        self.font_size.setMaximum(20)

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.font_size)

        self.user_label = QLabel(PreferencesDialog)
        self.user_label.setObjectName(u"user_label")
        self.user_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.user_label)

        self.user = QLineEdit(PreferencesDialog)
        self.user.setObjectName(u"user")

        self.fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.user)


        self.layout.addLayout(self.fields)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout.addItem(self.space)

        self.buttons = QDialogButtonBox(PreferencesDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.theme_label.setBuddy(self.theme)
        self.language_label.setBuddy(self.language)
        self.font_size_label.setBuddy(self.font_size)
        self.user_label.setBuddy(self.user)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(PreferencesDialog)
        self.buttons.accepted.connect(PreferencesDialog.accept)
        self.buttons.rejected.connect(PreferencesDialog.reject)

        QMetaObject.connectSlotsByName(PreferencesDialog)
    # setupUi

    def retranslateUi(self, PreferencesDialog):
        PreferencesDialog.setWindowTitle(QCoreApplication.translate("PreferencesDialog", u"\u9996\u9009\u9879", None))
        self.theme_label.setText(QCoreApplication.translate("PreferencesDialog", u"\u914d\u8272", None))
        self.language_label.setText(QCoreApplication.translate("PreferencesDialog", u"\u8bed\u8a00", None))
        self.font_size_label.setText(QCoreApplication.translate("PreferencesDialog", u"\u5b57\u53f7", None))
        self.user_label.setText(QCoreApplication.translate("PreferencesDialog", u"\u7f72\u540d", None))
        self.user.setPlaceholderText(QCoreApplication.translate("PreferencesDialog", u"\u4e0e\u7cfb\u7edf\u5e10\u6237\u76f8\u540c", None))
#if QT_CONFIG(tooltip)
        self.user.setToolTip(QCoreApplication.translate("PreferencesDialog", u"\u5386\u53f2\u8bb0\u5f55\u91cc\u5199\u7684\u540d\u5b57\uff0c\u4e0b\u6b21\u6253\u5f00\u5e74\u62a5\u65f6\u751f\u6548", None))
#endif // QT_CONFIG(tooltip)
    # retranslateUi

