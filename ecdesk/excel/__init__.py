"""Spreadsheets in and out: reading submissions, writing forms and finished tables."""
