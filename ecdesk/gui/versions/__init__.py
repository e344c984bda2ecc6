"""History, comparison, merging of copies, and last year's book."""
