"""Submissions in the window: the review of a folder of files, and the board of areas."""
