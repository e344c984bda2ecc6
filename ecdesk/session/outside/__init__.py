"""Files from outside: read and recognised by a process of their own, whose answers come back as JSON."""

ARGUMENT = "--read-files-from-outside"
"""Makes the program of a bundle the reading process: its first argument, and nobody's but ours."""
