"""What a text prints as a list: tables, names beside their count, days of events, parts by their names."""
