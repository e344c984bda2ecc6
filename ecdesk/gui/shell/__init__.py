"""The window itself: it puts the panels together, opens books, and routes commands."""
