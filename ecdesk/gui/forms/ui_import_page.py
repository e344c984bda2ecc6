# Made from ui/import_page.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QCheckBox, QComboBox, QFrame,
    QHBoxLayout, QLabel, QPushButton, QSizePolicy,
    QSpacerItem, QSplitter, QVBoxLayout, QWidget)

class Ui_ImportPage(object):
    def setupUi(self, ImportPage):
        if not ImportPage.objectName():
            ImportPage.setObjectName(u"ImportPage")
        self.layout = QVBoxLayout(ImportPage)
        self.layout.setSpacing(0)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(8)
        self.bar.setObjectName(u"bar")
        self.bar.setContentsMargins(8, 6, 8, 6)
        self.summary = QLabel(ImportPage)
        self.summary.setObjectName(u"summary")
        self.summary.setText(u"")

        self.bar.addWidget(self.summary)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.bar.addItem(self.space)

        self.add_files = QPushButton(ImportPage)
        self.add_files.setObjectName(u"add_files")

        self.bar.addWidget(self.add_files)

        self.store = QPushButton(ImportPage)
        self.store.setObjectName(u"store")

        self.bar.addWidget(self.store)


        self.layout.addLayout(self.bar)

        self.splitter = QSplitter(ImportPage)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.files_holder = QWidget(self.splitter)
        self.files_holder.setObjectName(u"files_holder")
        self.splitter.addWidget(self.files_holder)
        self.detail = QWidget(self.splitter)
        self.detail.setObjectName(u"detail")
        self.detail_layout = QVBoxLayout(self.detail)
        self.detail_layout.setSpacing(0)
        self.detail_layout.setObjectName(u"detail_layout")
        self.detail_layout.setContentsMargins(0, 0, 0, 0)
        self.questions = QFrame(self.detail)
        self.questions.setObjectName(u"questions")
        self.questions.setFrameShape(QFrame.Shape.NoFrame)
        self.questions_layout = QVBoxLayout(self.questions)
        self.questions_layout.setSpacing(4)
        self.questions_layout.setObjectName(u"questions_layout")
        self.questions_layout.setContentsMargins(8, 6, 8, 6)
        self.words = QLabel(self.questions)
        self.words.setObjectName(u"words")
        self.words.setWordWrap(True)
        self.words.setText(u"")

        self.questions_layout.addWidget(self.words)

        self.answer_row = QHBoxLayout()
        self.answer_row.setSpacing(8)
        self.answer_row.setObjectName(u"answer_row")
        self.answer = QComboBox(self.questions)
        self.answer.setObjectName(u"answer")
        self.answer.setEditable(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.answer.sizePolicy().hasHeightForWidth())
        self.answer.setSizePolicy(sizePolicy)

        self.answer_row.addWidget(self.answer)

        self.give_answer = QPushButton(self.questions)
        self.give_answer.setObjectName(u"give_answer")

        self.answer_row.addWidget(self.give_answer)


        self.questions_layout.addLayout(self.answer_row)

        self.accept = QCheckBox(self.questions)
        self.accept.setObjectName(u"accept")

        self.questions_layout.addWidget(self.accept)


        self.detail_layout.addWidget(self.questions)

        self.lines_holder = QWidget(self.detail)
        self.lines_holder.setObjectName(u"lines_holder")
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        sizePolicy1.setHorizontalStretch(0)
        sizePolicy1.setVerticalStretch(1)
        sizePolicy1.setHeightForWidth(self.lines_holder.sizePolicy().hasHeightForWidth())
        self.lines_holder.setSizePolicy(sizePolicy1)

        self.detail_layout.addWidget(self.lines_holder)

        self.splitter.addWidget(self.detail)

        self.layout.addWidget(self.splitter)


        self.retranslateUi(ImportPage)

        self.store.setDefault(True)


        QMetaObject.connectSlotsByName(ImportPage)
    # setupUi

    def retranslateUi(self, ImportPage):
        self.add_files.setText(QCoreApplication.translate("ImportPage", u"\u6dfb\u52a0\u6587\u4ef6\u2026", None))
        self.store.setText(QCoreApplication.translate("ImportPage", u"\u5b58\u5165\u5e74\u62a5", None))
#if QT_CONFIG(tooltip)
        self.store.setToolTip(QCoreApplication.translate("ImportPage", u"\u4e00\u6b65\u5b58\u5165\uff0c\u53ef\u4ee5\u64a4\u9500\u3002\u4e0e\u672c\u4e66\u4e0d\u540c\u7684\u6570\u4e0d\u4f1a\u8986\u76d6\uff0c\u4e24\u4e2a\u90fd\u4fdd\u7559\uff0c\u7b49\u60a8\u51b3\u5b9a", None))
#endif // QT_CONFIG(tooltip)
        self.give_answer.setText(QCoreApplication.translate("ImportPage", u"\u7b54\u590d", None))
#if QT_CONFIG(tooltip)
        self.give_answer.setToolTip(QCoreApplication.translate("ImportPage", u"\u8bb0\u4f4f\u8fd9\u4e2a\u7b54\u590d\uff0c\u540c\u6837\u683c\u5f0f\u7684\u6587\u4ef6\u4e0d\u518d\u95ee", None))
#endif // QT_CONFIG(tooltip)
        self.accept.setText(QCoreApplication.translate("ImportPage", u"\u5df2\u770b\u8fc7\uff0c\u7167\u6837\u5b58\u5165\u8fd9\u4efd\u6587\u4ef6", None))
        pass
    # retranslateUi

