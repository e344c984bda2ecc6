"""What goes with an edition that is handed out: what is said about it, what explains it, and the English one."""
