"""Proofreading a manuscript: its figures, what they claim, and whether that can be so."""

from ecdesk.domain.documents import Document
from ecdesk.prose.proof import ProofResult, proof

__all__ = ["Document", "ProofResult", "proof"]
