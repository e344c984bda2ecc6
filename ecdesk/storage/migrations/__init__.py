"""What brings books of earlier versions up, a module for each step that takes more than SQL."""
