"""What the book says about its figures, in the window: symbols, sources, definitions."""
