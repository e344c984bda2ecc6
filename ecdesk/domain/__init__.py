"""The product's own words as plain Python: no Qt, no pandas, no SQL, no spreadsheet."""
