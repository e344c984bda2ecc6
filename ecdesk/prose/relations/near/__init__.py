"""Near misses: what the words say is meant, does not come out, and one slip would mend."""
