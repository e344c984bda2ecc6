# Made from ui/chart_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QAbstractButton, QAbstractItemView, QApplication, QComboBox,
    QDialog, QDialogButtonBox, QFormLayout, QFrame,
    QHBoxLayout, QHeaderView, QLabel, QSizePolicy,
    QSpinBox, QTableWidget, QTableWidgetItem, QVBoxLayout,
    QWidget)

class Ui_ChartDialog(object):
    def setupUi(self, ChartDialog):
        if not ChartDialog.objectName():
            ChartDialog.setObjectName(u"ChartDialog")
        ChartDialog.resize(960, 560)
        self.layout = QVBoxLayout(ChartDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.sides = QHBoxLayout()
        self.sides.setSpacing(16)
        self.sides.setObjectName(u"sides")
        self.settings = QVBoxLayout()
        self.settings.setSpacing(8)
        self.settings.setObjectName(u"settings")
        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(8)
        self.kind_label = QLabel(ChartDialog)
        self.kind_label.setObjectName(u"kind_label")
        self.kind_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.kind_label)

        self.kind = QComboBox(ChartDialog)
        self.kind.setObjectName(u"kind")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.kind)

        self.categories_label = QLabel(ChartDialog)
        self.categories_label.setObjectName(u"categories_label")
        self.categories_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.categories_label)

        self.categories = QComboBox(ChartDialog)
        self.categories.setObjectName(u"categories")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.categories)

        self.top_label = QLabel(ChartDialog)
        self.top_label.setObjectName(u"top_label")
        self.top_label.setTextFormat(Qt.TextFormat.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.top_label)

        self.top = QSpinBox(ChartDialog)
        self.top.setObjectName(u"top")
        self.top.setMaximum(200)

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.top)


        self.settings.addLayout(self.fields)

        self.lines = QTableWidget(ChartDialog)
        if (self.lines.columnCount() < 2):
            self.lines.setColumnCount(2)
        __qtablewidgetitem = QTableWidgetItem()
        self.lines.setHorizontalHeaderItem(0, __qtablewidgetitem)
        __qtablewidgetitem1 = QTableWidgetItem()
        self.lines.setHorizontalHeaderItem(1, __qtablewidgetitem1)
        self.lines.setObjectName(u"lines")
        self.lines.setMinimumSize(QSize(320, 200))
        self.lines.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.lines.setShowGrid(False)
        self.lines.horizontalHeader().setStretchLastSection(True)
        self.lines.verticalHeader().setVisible(False)

        self.settings.addWidget(self.lines)


        self.sides.addLayout(self.settings)

        self.preview = QFrame(ChartDialog)
        self.preview.setObjectName(u"preview")
        self.preview.setFrameShape(QFrame.Shape.StyledPanel)
        self.preview.setMinimumSize(QSize(420, 320))

        self.sides.addWidget(self.preview)

        self.sides.setStretch(1, 1)

        self.layout.addLayout(self.sides)

        self.buttons = QDialogButtonBox(ChartDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.kind_label.setBuddy(self.kind)
        self.categories_label.setBuddy(self.categories)
        self.top_label.setBuddy(self.top)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ChartDialog)
        self.buttons.accepted.connect(ChartDialog.accept)
        self.buttons.rejected.connect(ChartDialog.reject)

        QMetaObject.connectSlotsByName(ChartDialog)
    # setupUi

    def retranslateUi(self, ChartDialog):
        ChartDialog.setWindowTitle(QCoreApplication.translate("ChartDialog", u"\u8bbe\u7f6e\u56fe", None))
        self.kind_label.setText(QCoreApplication.translate("ChartDialog", u"\u56fe\u7684\u7c7b\u578b", None))
        self.categories_label.setText(QCoreApplication.translate("ChartDialog", u"\u6a2a\u8f74", None))
        self.top_label.setText(QCoreApplication.translate("ChartDialog", u"\u6700\u591a\u753b", None))
        self.top.setSpecialValueText(QCoreApplication.translate("ChartDialog", u"\u5168\u90e8", None))
        ___qtablewidgetitem = self.lines.horizontalHeaderItem(0)
        ___qtablewidgetitem.setText(QCoreApplication.translate("ChartDialog", u"\u5217", None))
        ___qtablewidgetitem1 = self.lines.horizontalHeaderItem(1)
        ___qtablewidgetitem1.setText(QCoreApplication.translate("ChartDialog", u"\u753b\u5728", None))
    # retranslateUi

