"""ecdesk: an offline desk for the editors of a yearly statistics report."""

__version__ = "0.1.0"
