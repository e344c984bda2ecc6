"""What is done to cells: typing, filling, moving, copying and pasting, and what goes over the clipboard."""
