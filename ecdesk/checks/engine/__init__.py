"""Applying edit rules: verdicts on the figures of a book, findings, explanations, and rules that are discovered."""
