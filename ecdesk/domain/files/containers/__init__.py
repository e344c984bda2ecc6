"""Files that hold files: archives, mails and compound files, opened in memory; and which kind a file is, by its content."""
