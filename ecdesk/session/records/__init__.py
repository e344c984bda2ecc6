"""What a book says about its figures: the symbols for what is no number, where figures come from, what indicators mean."""
