"""Rules, results, and explanations in the window."""
