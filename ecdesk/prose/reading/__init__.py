"""A manuscript's figures and what each says: paragraphs, clauses, names, areas, periods and measures."""
