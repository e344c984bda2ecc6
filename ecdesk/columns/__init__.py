"""Figures of a book as numpy columns, for checks, discovery, plausibility and scripts; and what one of them means exactly.

`columns.py` and what it uses import numpy: who needs them imports them where they are used.
"""
