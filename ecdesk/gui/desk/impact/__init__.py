"""What a change would move, shown before it is made."""
