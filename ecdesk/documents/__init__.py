"""Documents in and out: reading manuscripts (.docx, .txt, .md), writing comments into copies of them."""

from ecdesk.documents.reading import read_document
from ecdesk.documents.word_comments import write_comments

__all__ = ["read_document", "write_comments"]
