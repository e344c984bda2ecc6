"""Charts in the window: the pane that is the printed page, what it gives away, and the dialog of their settings."""
