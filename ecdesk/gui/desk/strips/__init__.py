"""Strips above and below the middle: long work, what was written, what could not be saved; and what stands in it while nothing is open."""
