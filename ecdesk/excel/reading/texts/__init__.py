"""What the texts of a sheet say: its vocabulary, labels, headings, and the evidence and the account of what they say."""
