"""Native spreadsheet charts under their tables, which follow the cells: what they refer to, their axes, their figures, the charts themselves."""
