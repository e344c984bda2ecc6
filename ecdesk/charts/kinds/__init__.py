"""How each kind of chart is laid out on its paper: its legend, the height that it wants, and the drawing itself."""
