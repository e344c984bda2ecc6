"""What a chart shows, resolved once from an exhibit's table, for whoever draws it: categories, series of printed figures, axes, notes."""

from ecdesk.domain.charts.resolving import drawn_chart
from ecdesk.domain.charts.shown import (
    LEVELS,
    Arrow,
    Callout,
    CannotDraw,
    DrawnChart,
    Limits,
    Point,
    Reference,
    Series,
    Spot,
    stack_ends,
)
from ecdesk.domain.charts.telling import KIND_NAMES, told

__all__ = [
    "KIND_NAMES",
    "LEVELS",
    "Arrow",
    "Callout",
    "CannotDraw",
    "DrawnChart",
    "Limits",
    "Point",
    "Reference",
    "Series",
    "Spot",
    "drawn_chart",
    "stack_ends",
    "told",
]
