"""Trials of the reader of submissions on sheets that are made up: layouts with the truth kept apart, and one word put where it changes the meaning.

``python3 dev.py readings`` runs them. Nothing here knows how the reader works; it is asked through `ecdesk.session.submissions.imports.read_one` alone.
"""
