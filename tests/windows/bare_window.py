"""A window with nothing in it: what the bundle's start, memory and size are held against."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("bare")
window.show()
sys.exit(application.exec())
