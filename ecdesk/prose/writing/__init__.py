"""What is written from figures: corrections of a manuscript, and sentences."""
