"""ecdesk: an offline desk for the editors of a yearly statistics report."""

__version__ = "0.1.0"
"""The one place of it; docs/releasing.md says what happens when it is raised."""
