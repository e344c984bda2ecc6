"""Rules, results, explanations and sign-off in the window."""
