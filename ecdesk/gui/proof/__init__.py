"""Proofreading in the window: the manuscript with its ticks, the claims, and what is decided about them."""
