"""Handing out: exports, balanced rounding, sign-off."""
