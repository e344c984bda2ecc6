"""Charts of exhibits, drawn with matplotlib."""
