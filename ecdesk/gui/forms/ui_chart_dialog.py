# Made from ui/chart_dialog.ui by `dev.py forms`. Changes belong into the form.
# mypy: ignore-errors

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QDialogButtonBox, QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QSizePolicy, QSpacerItem, QSpinBox, QTabWidget, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget)

class Ui_ChartDialog(object):
    def setupUi(self, ChartDialog):
        if not ChartDialog.objectName():
            ChartDialog.setObjectName(u"ChartDialog")
        ChartDialog.resize(1120, 680)
        self.layout = QVBoxLayout(ChartDialog)
        self.layout.setSpacing(16)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.sides = QHBoxLayout()
        self.sides.setSpacing(16)
        self.sides.setObjectName(u"sides")
        self.preview = QFrame(ChartDialog)
        self.preview.setObjectName(u"preview")
        self.preview.setFrameShape(QFrame.Shape.StyledPanel)
        self.preview.setMinimumSize(QSize(420, 320))

        self.sides.addWidget(self.preview)

        self.tabs = QTabWidget(ChartDialog)
        self.tabs.setObjectName(u"tabs")
        self.tabs.setMinimumSize(QSize(400, 0))
        self.tabs.setMaximumSize(QSize(440, 16777215))
        self.tab_content = QWidget()
        self.tab_content.setObjectName(u"tab_content")
        self.tab_content_layout = QVBoxLayout(self.tab_content)
        self.tab_content_layout.setSpacing(10)
        self.tab_content_layout.setObjectName(u"tab_content_layout")
        self.tab_content_layout.setContentsMargins(12, 12, 12, 12)
        self.content_fields = QFormLayout()
        self.content_fields.setObjectName(u"content_fields")
        self.content_fields.setHorizontalSpacing(12)
        self.content_fields.setVerticalSpacing(8)
        self.content_fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.kind_label = QLabel(self.tab_content)
        self.kind_label.setObjectName(u"kind_label")
        self.kind_label.setTextFormat(Qt.TextFormat.PlainText)

        self.content_fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.kind_label)

        self.kind = QComboBox(self.tab_content)
        self.kind.setObjectName(u"kind")

        self.content_fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.kind)

        self.categories_label = QLabel(self.tab_content)
        self.categories_label.setObjectName(u"categories_label")
        self.categories_label.setTextFormat(Qt.TextFormat.PlainText)

        self.content_fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.categories_label)

        self.categories = QComboBox(self.tab_content)
        self.categories.setObjectName(u"categories")

        self.content_fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.categories)

        self.order_label = QLabel(self.tab_content)
        self.order_label.setObjectName(u"order_label")
        self.order_label.setTextFormat(Qt.TextFormat.PlainText)

        self.content_fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.order_label)

        self.order = QComboBox(self.tab_content)
        self.order.setObjectName(u"order")

        self.content_fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.order)

        self.top_label = QLabel(self.tab_content)
        self.top_label.setObjectName(u"top_label")
        self.top_label.setTextFormat(Qt.TextFormat.PlainText)

        self.content_fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.top_label)

        self.top = QSpinBox(self.tab_content)
        self.top.setObjectName(u"top")
        self.top.setMaximum(200)

        self.content_fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.top)


        self.tab_content_layout.addLayout(self.content_fields)

        self.lines = QTableWidget(self.tab_content)
        if (self.lines.columnCount() < 4):
            self.lines.setColumnCount(4)
        __qtablewidgetitem = QTableWidgetItem()
        self.lines.setHorizontalHeaderItem(0, __qtablewidgetitem)
        __qtablewidgetitem1 = QTableWidgetItem()
        self.lines.setHorizontalHeaderItem(1, __qtablewidgetitem1)
        __qtablewidgetitem2 = QTableWidgetItem()
        self.lines.setHorizontalHeaderItem(2, __qtablewidgetitem2)
        __qtablewidgetitem3 = QTableWidgetItem()
        self.lines.setHorizontalHeaderItem(3, __qtablewidgetitem3)
        self.lines.setObjectName(u"lines")
        self.lines.setMinimumSize(QSize(0, 120))
        self.lines.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.lines.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.lines.setShowGrid(False)
        self.lines.verticalHeader().setVisible(False)

        self.tab_content_layout.addWidget(self.lines)

        self.items = QTableWidget(self.tab_content)
        if (self.items.columnCount() < 2):
            self.items.setColumnCount(2)
        __qtablewidgetitem4 = QTableWidgetItem()
        self.items.setHorizontalHeaderItem(0, __qtablewidgetitem4)
        __qtablewidgetitem5 = QTableWidgetItem()
        self.items.setHorizontalHeaderItem(1, __qtablewidgetitem5)
        self.items.setObjectName(u"items")
        self.items.setMinimumSize(QSize(0, 120))
        self.items.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.items.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.items.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.items.setShowGrid(False)
        self.items.verticalHeader().setVisible(False)

        self.tab_content_layout.addWidget(self.items)

        self.item_buttons = QHBoxLayout()
        self.item_buttons.setSpacing(8)
        self.item_buttons.setObjectName(u"item_buttons")
        self.up = QPushButton(self.tab_content)
        self.up.setObjectName(u"up")
        self.up.setAutoDefault(False)

        self.item_buttons.addWidget(self.up)

        self.down = QPushButton(self.tab_content)
        self.down.setObjectName(u"down")
        self.down.setAutoDefault(False)

        self.item_buttons.addWidget(self.down)


        self.tab_content_layout.addLayout(self.item_buttons)

        self.tabs.addTab(self.tab_content, "")
        self.tab_marks = QWidget()
        self.tab_marks.setObjectName(u"tab_marks")
        self.tab_marks_layout = QVBoxLayout(self.tab_marks)
        self.tab_marks_layout.setSpacing(10)
        self.tab_marks_layout.setObjectName(u"tab_marks_layout")
        self.tab_marks_layout.setContentsMargins(12, 12, 12, 12)
        self.label_fields = QFormLayout()
        self.label_fields.setObjectName(u"label_fields")
        self.label_fields.setHorizontalSpacing(12)
        self.label_fields.setVerticalSpacing(8)
        self.label_fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.labels_label = QLabel(self.tab_marks)
        self.labels_label.setObjectName(u"labels_label")
        self.labels_label.setTextFormat(Qt.TextFormat.PlainText)

        self.label_fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.labels_label)

        self.labels = QComboBox(self.tab_marks)
        self.labels.setObjectName(u"labels")

        self.label_fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.labels)

        self.labels_place_label = QLabel(self.tab_marks)
        self.labels_place_label.setObjectName(u"labels_place_label")
        self.labels_place_label.setTextFormat(Qt.TextFormat.PlainText)

        self.label_fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.labels_place_label)

        self.labels_place = QComboBox(self.tab_marks)
        self.labels_place.setObjectName(u"labels_place")

        self.label_fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.labels_place)

        self.decimals_label = QLabel(self.tab_marks)
        self.decimals_label.setObjectName(u"decimals_label")
        self.decimals_label.setTextFormat(Qt.TextFormat.PlainText)

        self.label_fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.decimals_label)

        self.decimals = QSpinBox(self.tab_marks)
        self.decimals.setObjectName(u"decimals")
        self.decimals.setMinimum(-1)
        self.decimals.setMaximum(6)
        self.decimals.setValue(-1)

        self.label_fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.decimals)

        self.low_label = QLabel(self.tab_marks)
        self.low_label.setObjectName(u"low_label")
        self.low_label.setTextFormat(Qt.TextFormat.PlainText)

        self.label_fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.low_label)

        self.range_fields = QHBoxLayout()
        self.range_fields.setSpacing(8)
        self.range_fields.setObjectName(u"range_fields")
        self.low = QLineEdit(self.tab_marks)
        self.low.setObjectName(u"low")

        self.range_fields.addWidget(self.low)

        self.to_label = QLabel(self.tab_marks)
        self.to_label.setObjectName(u"to_label")
        self.to_label.setTextFormat(Qt.TextFormat.PlainText)

        self.range_fields.addWidget(self.to_label)

        self.high = QLineEdit(self.tab_marks)
        self.high.setObjectName(u"high")

        self.range_fields.addWidget(self.high)

        self.step_label = QLabel(self.tab_marks)
        self.step_label.setObjectName(u"step_label")
        self.step_label.setTextFormat(Qt.TextFormat.PlainText)

        self.range_fields.addWidget(self.step_label)

        self.step = QLineEdit(self.tab_marks)
        self.step.setObjectName(u"step")

        self.range_fields.addWidget(self.step)


        self.label_fields.setLayout(3, QFormLayout.ItemRole.FieldRole, self.range_fields)

        self.right_low_label = QLabel(self.tab_marks)
        self.right_low_label.setObjectName(u"right_low_label")
        self.right_low_label.setTextFormat(Qt.TextFormat.PlainText)

        self.label_fields.setWidget(4, QFormLayout.ItemRole.LabelRole, self.right_low_label)

        self.right_range_fields = QHBoxLayout()
        self.right_range_fields.setSpacing(8)
        self.right_range_fields.setObjectName(u"right_range_fields")
        self.right_low = QLineEdit(self.tab_marks)
        self.right_low.setObjectName(u"right_low")

        self.right_range_fields.addWidget(self.right_low)

        self.right_to_label = QLabel(self.tab_marks)
        self.right_to_label.setObjectName(u"right_to_label")
        self.right_to_label.setTextFormat(Qt.TextFormat.PlainText)

        self.right_range_fields.addWidget(self.right_to_label)

        self.right_high = QLineEdit(self.tab_marks)
        self.right_high.setObjectName(u"right_high")

        self.right_range_fields.addWidget(self.right_high)

        self.right_step_label = QLabel(self.tab_marks)
        self.right_step_label.setObjectName(u"right_step_label")
        self.right_step_label.setTextFormat(Qt.TextFormat.PlainText)

        self.right_range_fields.addWidget(self.right_step_label)

        self.right_step = QLineEdit(self.tab_marks)
        self.right_step.setObjectName(u"right_step")

        self.right_range_fields.addWidget(self.right_step)


        self.label_fields.setLayout(4, QFormLayout.ItemRole.FieldRole, self.right_range_fields)


        self.tab_marks_layout.addLayout(self.label_fields)

        self.with_reference = QCheckBox(self.tab_marks)
        self.with_reference.setObjectName(u"with_reference")

        self.tab_marks_layout.addWidget(self.with_reference)

        self.reference_fields = QFormLayout()
        self.reference_fields.setObjectName(u"reference_fields")
        self.reference_fields.setHorizontalSpacing(12)
        self.reference_fields.setVerticalSpacing(8)
        self.reference_fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.reference_value_label = QLabel(self.tab_marks)
        self.reference_value_label.setObjectName(u"reference_value_label")
        self.reference_value_label.setTextFormat(Qt.TextFormat.PlainText)

        self.reference_fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.reference_value_label)

        self.reference_value = QLineEdit(self.tab_marks)
        self.reference_value.setObjectName(u"reference_value")

        self.reference_fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.reference_value)

        self.reference_words_label = QLabel(self.tab_marks)
        self.reference_words_label.setObjectName(u"reference_words_label")
        self.reference_words_label.setTextFormat(Qt.TextFormat.PlainText)

        self.reference_fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.reference_words_label)

        self.reference_words = QLineEdit(self.tab_marks)
        self.reference_words.setObjectName(u"reference_words")

        self.reference_fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.reference_words)


        self.tab_marks_layout.addLayout(self.reference_fields)

        self.with_arrow = QCheckBox(self.tab_marks)
        self.with_arrow.setObjectName(u"with_arrow")

        self.tab_marks_layout.addWidget(self.with_arrow)

        self.arrow_fields = QFormLayout()
        self.arrow_fields.setObjectName(u"arrow_fields")
        self.arrow_fields.setHorizontalSpacing(12)
        self.arrow_fields.setVerticalSpacing(8)
        self.arrow_fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.arrow_series_label = QLabel(self.tab_marks)
        self.arrow_series_label.setObjectName(u"arrow_series_label")
        self.arrow_series_label.setTextFormat(Qt.TextFormat.PlainText)

        self.arrow_fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.arrow_series_label)

        self.arrow_series = QComboBox(self.tab_marks)
        self.arrow_series.setObjectName(u"arrow_series")

        self.arrow_fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.arrow_series)

        self.arrow_start_label = QLabel(self.tab_marks)
        self.arrow_start_label.setObjectName(u"arrow_start_label")
        self.arrow_start_label.setTextFormat(Qt.TextFormat.PlainText)

        self.arrow_fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.arrow_start_label)

        self.arrow_start = QComboBox(self.tab_marks)
        self.arrow_start.setObjectName(u"arrow_start")

        self.arrow_fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.arrow_start)

        self.arrow_end_label = QLabel(self.tab_marks)
        self.arrow_end_label.setObjectName(u"arrow_end_label")
        self.arrow_end_label.setTextFormat(Qt.TextFormat.PlainText)

        self.arrow_fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.arrow_end_label)

        self.arrow_end = QComboBox(self.tab_marks)
        self.arrow_end.setObjectName(u"arrow_end")

        self.arrow_fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.arrow_end)


        self.tab_marks_layout.addLayout(self.arrow_fields)

        self.notes_label = QLabel(self.tab_marks)
        self.notes_label.setObjectName(u"notes_label")
        self.notes_label.setTextFormat(Qt.TextFormat.PlainText)

        self.tab_marks_layout.addWidget(self.notes_label)

        self.notes = QListWidget(self.tab_marks)
        self.notes.setObjectName(u"notes")
        self.notes.setMinimumSize(QSize(0, 48))

        self.tab_marks_layout.addWidget(self.notes)

        self.note_place = QHBoxLayout()
        self.note_place.setSpacing(8)
        self.note_place.setObjectName(u"note_place")
        self.note_series = QComboBox(self.tab_marks)
        self.note_series.setObjectName(u"note_series")

        self.note_place.addWidget(self.note_series)

        self.note_category = QComboBox(self.tab_marks)
        self.note_category.setObjectName(u"note_category")

        self.note_place.addWidget(self.note_category)


        self.tab_marks_layout.addLayout(self.note_place)

        self.note_fields = QHBoxLayout()
        self.note_fields.setSpacing(8)
        self.note_fields.setObjectName(u"note_fields")
        self.note_words = QLineEdit(self.tab_marks)
        self.note_words.setObjectName(u"note_words")

        self.note_fields.addWidget(self.note_words)

        self.add_note = QPushButton(self.tab_marks)
        self.add_note.setObjectName(u"add_note")
        self.add_note.setAutoDefault(False)

        self.note_fields.addWidget(self.add_note)

        self.remove_note = QPushButton(self.tab_marks)
        self.remove_note.setObjectName(u"remove_note")
        self.remove_note.setAutoDefault(False)

        self.note_fields.addWidget(self.remove_note)


        self.tab_marks_layout.addLayout(self.note_fields)

        self.tabs.addTab(self.tab_marks, "")
        self.tab_page = QWidget()
        self.tab_page.setObjectName(u"tab_page")
        self.tab_page_layout = QVBoxLayout(self.tab_page)
        self.tab_page_layout.setSpacing(10)
        self.tab_page_layout.setObjectName(u"tab_page_layout")
        self.tab_page_layout.setContentsMargins(12, 12, 12, 12)
        self.page_fields = QFormLayout()
        self.page_fields.setObjectName(u"page_fields")
        self.page_fields.setHorizontalSpacing(12)
        self.page_fields.setVerticalSpacing(8)
        self.page_fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.title_label = QLabel(self.tab_page)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setTextFormat(Qt.TextFormat.PlainText)

        self.page_fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.title_label)

        self.title = QLineEdit(self.tab_page)
        self.title.setObjectName(u"title")

        self.page_fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.title)

        self.title_place_label = QLabel(self.tab_page)
        self.title_place_label.setObjectName(u"title_place_label")
        self.title_place_label.setTextFormat(Qt.TextFormat.PlainText)

        self.page_fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.title_place_label)

        self.title_place = QComboBox(self.tab_page)
        self.title_place.setObjectName(u"title_place")

        self.page_fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.title_place)

        self.source_place_label = QLabel(self.tab_page)
        self.source_place_label.setObjectName(u"source_place_label")
        self.source_place_label.setTextFormat(Qt.TextFormat.PlainText)

        self.page_fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.source_place_label)

        self.source_place = QComboBox(self.tab_page)
        self.source_place.setObjectName(u"source_place")

        self.page_fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.source_place)

        self.width_label = QLabel(self.tab_page)
        self.width_label.setObjectName(u"width_label")
        self.width_label.setTextFormat(Qt.TextFormat.PlainText)

        self.page_fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.width_label)

        self.width = QComboBox(self.tab_page)
        self.width.setObjectName(u"width")

        self.page_fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.width)

        self.width_mm_label = QLabel(self.tab_page)
        self.width_mm_label.setObjectName(u"width_mm_label")
        self.width_mm_label.setTextFormat(Qt.TextFormat.PlainText)

        self.page_fields.setWidget(4, QFormLayout.ItemRole.LabelRole, self.width_mm_label)

        self.width_mm = QSpinBox(self.tab_page)
        self.width_mm.setObjectName(u"width_mm")
        self.width_mm.setMinimum(50)
        self.width_mm.setMaximum(400)

        self.page_fields.setWidget(4, QFormLayout.ItemRole.FieldRole, self.width_mm)

        self.theme_label = QLabel(self.tab_page)
        self.theme_label.setObjectName(u"theme_label")
        self.theme_label.setTextFormat(Qt.TextFormat.PlainText)

        self.page_fields.setWidget(5, QFormLayout.ItemRole.LabelRole, self.theme_label)

        self.theme = QComboBox(self.tab_page)
        self.theme.setObjectName(u"theme")

        self.page_fields.setWidget(5, QFormLayout.ItemRole.FieldRole, self.theme)


        self.tab_page_layout.addLayout(self.page_fields)

        self.for_book = QCheckBox(self.tab_page)
        self.for_book.setObjectName(u"for_book")

        self.tab_page_layout.addWidget(self.for_book)

        self.spacerItem = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.tab_page_layout.addItem(self.spacerItem)

        self.tabs.addTab(self.tab_page, "")

        self.sides.addWidget(self.tabs)

        self.sides.setStretch(0, 1)

        self.layout.addLayout(self.sides)

        self.buttons = QDialogButtonBox(ChartDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.kind_label.setBuddy(self.kind)
        self.categories_label.setBuddy(self.categories)
        self.order_label.setBuddy(self.order)
        self.top_label.setBuddy(self.top)
        self.labels_label.setBuddy(self.labels)
        self.labels_place_label.setBuddy(self.labels_place)
        self.decimals_label.setBuddy(self.decimals)
        self.low_label.setBuddy(self.low)
        self.right_low_label.setBuddy(self.right_low)
        self.reference_value_label.setBuddy(self.reference_value)
        self.reference_words_label.setBuddy(self.reference_words)
        self.arrow_series_label.setBuddy(self.arrow_series)
        self.arrow_start_label.setBuddy(self.arrow_start)
        self.arrow_end_label.setBuddy(self.arrow_end)
        self.title_label.setBuddy(self.title)
        self.title_place_label.setBuddy(self.title_place)
        self.source_place_label.setBuddy(self.source_place)
        self.width_label.setBuddy(self.width)
        self.width_mm_label.setBuddy(self.width_mm)
        self.theme_label.setBuddy(self.theme)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ChartDialog)
        self.buttons.accepted.connect(ChartDialog.accept)
        self.buttons.rejected.connect(ChartDialog.reject)

        QMetaObject.connectSlotsByName(ChartDialog)
    # setupUi

    def retranslateUi(self, ChartDialog):
        ChartDialog.setWindowTitle(QCoreApplication.translate("ChartDialog", u"\u8bbe\u7f6e\u56fe", None))
        self.kind_label.setText(QCoreApplication.translate("ChartDialog", u"\u7c7b\u578b", None))
        self.categories_label.setText(QCoreApplication.translate("ChartDialog", u"\u6a2a\u8f74", None))
        self.order_label.setText(QCoreApplication.translate("ChartDialog", u"\u6b21\u5e8f", None))
        self.top_label.setText(QCoreApplication.translate("ChartDialog", u"\u6700\u591a\u753b", None))
        self.top.setSpecialValueText(QCoreApplication.translate("ChartDialog", u"\u5168\u90e8", None))
        ___qtablewidgetitem = self.lines.horizontalHeaderItem(0)
        ___qtablewidgetitem.setText(QCoreApplication.translate("ChartDialog", u"\u5217", None))
        ___qtablewidgetitem1 = self.lines.horizontalHeaderItem(1)
        ___qtablewidgetitem1.setText(QCoreApplication.translate("ChartDialog", u"\u753b\u5728", None))
        ___qtablewidgetitem2 = self.lines.horizontalHeaderItem(2)
        ___qtablewidgetitem2.setText(QCoreApplication.translate("ChartDialog", u"\u989c\u8272", None))
        ___qtablewidgetitem3 = self.lines.horizontalHeaderItem(3)
        ___qtablewidgetitem3.setText(QCoreApplication.translate("ChartDialog", u"\u7a81\u51fa", None))
        ___qtablewidgetitem4 = self.items.horizontalHeaderItem(0)
        ___qtablewidgetitem4.setText(QCoreApplication.translate("ChartDialog", u"\u9879", None))
        ___qtablewidgetitem5 = self.items.horizontalHeaderItem(1)
        ___qtablewidgetitem5.setText(QCoreApplication.translate("ChartDialog", u"\u7a81\u51fa", None))
        self.up.setText(QCoreApplication.translate("ChartDialog", u"\u4e0a\u79fb", None))
        self.down.setText(QCoreApplication.translate("ChartDialog", u"\u4e0b\u79fb", None))
        self.tabs.setTabText(self.tabs.indexOf(self.tab_content), QCoreApplication.translate("ChartDialog", u"\u5185\u5bb9", None))
        self.labels_label.setText(QCoreApplication.translate("ChartDialog", u"\u6807\u51fa", None))
        self.labels_place_label.setText(QCoreApplication.translate("ChartDialog", u"\u6807\u5728", None))
        self.decimals_label.setText(QCoreApplication.translate("ChartDialog", u"\u5c0f\u6570\u4f4d", None))
        self.decimals.setSpecialValueText(QCoreApplication.translate("ChartDialog", u"\u7167\u8868\u91cc\u7684", None))
        self.low_label.setText(QCoreApplication.translate("ChartDialog", u"\u6570\u8f74\u4ece", None))
        self.low.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u81ea\u52a8", None))
        self.to_label.setText(QCoreApplication.translate("ChartDialog", u"\u5230", None))
        self.high.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u81ea\u52a8", None))
        self.step_label.setText(QCoreApplication.translate("ChartDialog", u"\u95f4\u9694", None))
        self.step.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u81ea\u52a8", None))
        self.right_low_label.setText(QCoreApplication.translate("ChartDialog", u"\u53f3\u8f74\u4ece", None))
        self.right_low.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u81ea\u52a8", None))
        self.right_to_label.setText(QCoreApplication.translate("ChartDialog", u"\u5230", None))
        self.right_high.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u81ea\u52a8", None))
        self.right_step_label.setText(QCoreApplication.translate("ChartDialog", u"\u95f4\u9694", None))
        self.right_step.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u81ea\u52a8", None))
        self.with_reference.setText(QCoreApplication.translate("ChartDialog", u"\u53c2\u8003\u7ebf", None))
        self.reference_value_label.setText(QCoreApplication.translate("ChartDialog", u"\u503c", None))
        self.reference_value.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u5404\u6570\u7684\u5e73\u5747", None))
        self.reference_words_label.setText(QCoreApplication.translate("ChartDialog", u"\u6587\u5b57", None))
        self.with_arrow.setText(QCoreApplication.translate("ChartDialog", u"\u589e\u957f\u7bad\u5934\uff08\u5e74\u5747\u589e\u957f\u7387\u968f\u6570\u53d8\uff09", None))
        self.arrow_series_label.setText(QCoreApplication.translate("ChartDialog", u"\u753b\u7684\u5217", None))
        self.arrow_start_label.setText(QCoreApplication.translate("ChartDialog", u"\u4ece", None))
        self.arrow_end_label.setText(QCoreApplication.translate("ChartDialog", u"\u5230", None))
        self.notes_label.setText(QCoreApplication.translate("ChartDialog", u"\u56fe\u4e0a\u7684\u8bf4\u660e", None))
        self.note_words.setPlaceholderText(QCoreApplication.translate("ChartDialog", u"\u5199\u5728\u8fd9\u4e2a\u6570\u65c1\u8fb9\u7684\u8bdd", None))
        self.add_note.setText(QCoreApplication.translate("ChartDialog", u"\u52a0\u4e0a", None))
        self.remove_note.setText(QCoreApplication.translate("ChartDialog", u"\u53bb\u6389", None))
        self.tabs.setTabText(self.tabs.indexOf(self.tab_marks), QCoreApplication.translate("ChartDialog", u"\u6570\u8f74\u548c\u6807\u6ce8", None))
        self.title_label.setText(QCoreApplication.translate("ChartDialog", u"\u6807\u9898", None))
        self.title_place_label.setText(QCoreApplication.translate("ChartDialog", u"\u6807\u9898\u5728", None))
        self.source_place_label.setText(QCoreApplication.translate("ChartDialog", u"\u6765\u6e90\u5728", None))
        self.width_label.setText(QCoreApplication.translate("ChartDialog", u"\u5bbd\u5ea6", None))
        self.width_mm_label.setText(QCoreApplication.translate("ChartDialog", u"\u6beb\u7c73", None))
        self.width_mm.setSuffix(QCoreApplication.translate("ChartDialog", u" mm", None))
        self.theme_label.setText(QCoreApplication.translate("ChartDialog", u"\u6837\u5f0f", None))
        self.for_book.setText(QCoreApplication.translate("ChartDialog", u"\u5168\u4e66\u7684\u56fe\u90fd\u7528\u8fd9\u4e2a\u6837\u5f0f", None))
        self.tabs.setTabText(self.tabs.indexOf(self.tab_page), QCoreApplication.translate("ChartDialog", u"\u7248\u9762", None))
    # retranslateUi

