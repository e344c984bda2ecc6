"""Copies of manuscripts with corrections and comments in them."""
