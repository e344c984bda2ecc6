"""How a book comes into the window: the start page, new books, opening and closing."""
