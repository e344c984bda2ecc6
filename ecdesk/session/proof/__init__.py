"""Manuscripts beside the book."""
