"""Files on any platform: paths, drafts, writing whole or not at all, and what a system says when it cannot."""
