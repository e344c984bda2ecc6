"""Formulas of figures: read in the rule language, worked out as intervals, kept up to date with what they stand on."""
