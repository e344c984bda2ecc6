"""Rules of a book, what they find, and explanations."""
