"""Which figure is the whole of others, by names."""
