"""Proofreading a manuscript: its figures, what they claim, and whether that can be so."""

from ecdesk.prose.document import Document
from ecdesk.prose.proof import ProofResult, proof
from ecdesk.prose.reading import read_document

__all__ = ["Document", "ProofResult", "proof", "read_document"]
