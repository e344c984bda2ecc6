"""The certificate of a final edition: what it says of every printed number, and whether a delivered file still prints the same."""
