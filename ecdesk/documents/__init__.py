"""Documents in and out: reading manuscripts (.docx, .txt, .md), writing copies of them with corrections and comments; documents as tables and
prose."""

from ecdesk.documents.reading import composed, document_bytes, document_in, pages_of, read_document
from ecdesk.documents.writing.revising import Revised, commented, revised, write_comments

__all__ = [
    "Revised",
    "commented",
    "composed",
    "document_bytes",
    "document_in",
    "pages_of",
    "read_document",
    "revised",
    "write_comments",
]
