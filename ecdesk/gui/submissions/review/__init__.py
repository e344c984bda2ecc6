"""What the review of submissions is put together from: the questions, the headings, the filters, the reasons, what is on the table."""
