"""Handing out: exports, forms of rounding, sign-off."""
