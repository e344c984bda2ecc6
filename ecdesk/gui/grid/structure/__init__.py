"""Rows, columns and frames of tables, changed from menus and panels."""
