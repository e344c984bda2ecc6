"""Documents in and out: reading manuscripts (.docx, .txt, .md), writing comments into copies of them; documents as tables and prose."""

from ecdesk.documents.reading import composed, document_bytes, document_in, read_document
from ecdesk.documents.word_comments import commented, write_comments

__all__ = ["commented", "composed", "document_bytes", "document_in", "read_document", "write_comments"]
