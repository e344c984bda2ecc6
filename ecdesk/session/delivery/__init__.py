"""Finished work: what is printed, signed and exported."""
