"""Compiled Qt Designer forms; the sources are in ui/."""
