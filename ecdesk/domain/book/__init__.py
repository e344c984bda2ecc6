"""The book in memory: records, changes, history, and where a figure is printed."""
