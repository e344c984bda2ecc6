"""What the rooms of the window share while a book is open: where the user is, what is being checked, tabs, dialogs."""
