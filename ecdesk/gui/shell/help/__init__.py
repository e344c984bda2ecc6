"""The guide, the guided first book, and the list of keys."""
