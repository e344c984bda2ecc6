"""Statistical language, read once for everyone: scanner, and the grammars of time, numbers, units, measures and areas.

Whoever reads words asks here: `fold` and `width` for comparing and laying out, `scan` for whole texts, `period_named`,
`parse_content`, `printed_unit`, `measure_in` and `Places` for one facet. Nobody else normalises, cuts or matches such words. The words
themselves are data, in ``resources/wording``.
"""
