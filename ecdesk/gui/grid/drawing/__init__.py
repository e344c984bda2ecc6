"""How a table looks on the screen: the widget that is drawn, its cells with their marks, its headers, its colours."""
