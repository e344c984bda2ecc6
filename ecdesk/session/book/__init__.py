"""An open book: everything done to it goes through its desk, and how that reaches the disk."""
