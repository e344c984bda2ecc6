"""Whether a figure can be what it is: by its own past (`trends`), and by others of its kind (`peers`)."""
