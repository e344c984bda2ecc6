# Made from ui/source_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_SourceDialog(object):
    def setupUi(self, SourceDialog):
        if not SourceDialog.objectName():
            SourceDialog.setObjectName(u"SourceDialog")
        SourceDialog.resize(520, 240)
        self.layout = QVBoxLayout(SourceDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.institution_label = QLabel(SourceDialog)
        self.institution_label.setObjectName(u"institution_label")
        self.institution_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.institution_label)

        self.institution = QLineEdit(SourceDialog)
        self.institution.setObjectName(u"institution")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.institution)

        self.publication_label = QLabel(SourceDialog)
        self.publication_label.setObjectName(u"publication_label")
        self.publication_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.publication_label)

        self.publication = QLineEdit(SourceDialog)
        self.publication.setObjectName(u"publication")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.publication)

        self.date_label = QLabel(SourceDialog)
        self.date_label.setObjectName(u"date_label")
        self.date_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.date_label)

        self.date = QLineEdit(SourceDialog)
        self.date.setObjectName(u"date")

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.date)

        self.link_label = QLabel(SourceDialog)
        self.link_label.setObjectName(u"link_label")
        self.link_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.link_label)

        self.link = QLineEdit(SourceDialog)
        self.link.setObjectName(u"link")

        self.fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.link)


        self.layout.addLayout(self.fields)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout.addItem(self.space)

        self.buttons = QDialogButtonBox(SourceDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.institution_label.setBuddy(self.institution)
        self.publication_label.setBuddy(self.publication)
        self.date_label.setBuddy(self.date)
        self.link_label.setBuddy(self.link)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(SourceDialog)
        self.buttons.accepted.connect(SourceDialog.accept)
        self.buttons.rejected.connect(SourceDialog.reject)

        QMetaObject.connectSlotsByName(SourceDialog)
    # setupUi

    def retranslateUi(self, SourceDialog):
        SourceDialog.setWindowTitle(QCoreApplication.translate("SourceDialog", u"\u6570\u636e\u6765\u6e90", None))
        self.institution_label.setText(QCoreApplication.translate("SourceDialog", u"\u673a\u6784", None))
        self.institution.setPlaceholderText(QCoreApplication.translate("SourceDialog", u"\u5982 \u56fd\u5bb6\u7edf\u8ba1\u5c40", None))
        self.publication_label.setText(QCoreApplication.translate("SourceDialog", u"\u51fa\u7248\u7269", None))
        self.publication.setPlaceholderText(QCoreApplication.translate("SourceDialog", u"\u5982 \u4e2d\u56fd\u7edf\u8ba1\u5e74\u92742018\uff0c\u4e66\u540d\u53f7\u4e0d\u7528\u5199\uff1b\u6ca1\u6709\u5c31\u7a7a\u7740", None))
        self.date_label.setText(QCoreApplication.translate("SourceDialog", u"\u65e5\u671f", None))
        self.date.setPlaceholderText(QCoreApplication.translate("SourceDialog", u"\u5982 2019\u5e741\u670821\u65e5", None))
        self.link_label.setText(QCoreApplication.translate("SourceDialog", u"\u7f51\u5740", None))
        self.link.setPlaceholderText(QCoreApplication.translate("SourceDialog", u"\u5982 http://www.stats.gov.cn", None))
    # retranslateUi

