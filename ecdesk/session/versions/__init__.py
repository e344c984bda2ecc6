"""States and copies of a book: save points, comparison, merging, rescue, last year."""
