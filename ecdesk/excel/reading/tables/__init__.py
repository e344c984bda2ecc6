"""Where the tables of a sheet are, and what their rows, columns and cells mean."""
