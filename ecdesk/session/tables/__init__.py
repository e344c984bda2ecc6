"""Cells, lines, exhibits and sections, and how an exhibit is drawn."""
