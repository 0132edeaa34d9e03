"""Documents: files, folders, JSON lines and standard input to `Document` records; one reader per format."""

from kg.documents.sources import count_documents, read_documents

__all__ = ["count_documents", "read_documents"]
