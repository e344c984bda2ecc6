"""The rule language: from the text of an edit rule to a rule that is bound to a book."""
