"""What every room is built of and what knows no book: themes, icons, lists, fields, jobs on the worker."""
