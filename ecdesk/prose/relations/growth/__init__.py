"""Growth with its ends, differences, parts of a growth: what changed, and what is worked out of two figures."""
