"""Files from outside: read and recognised by a process of their own, whose answers come back as JSON."""
