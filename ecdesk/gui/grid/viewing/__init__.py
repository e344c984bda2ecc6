"""Ways of looking at a table that change nothing in it: find, go to, sort, filter, add up what is selected."""
