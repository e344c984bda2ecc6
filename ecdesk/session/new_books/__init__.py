"""Where books come from: blank, from last year's, and the sample."""
