"""The errors a user can cause: one clear line each, naming the thing, what was found and what is allowed."""


class KGError(Exception):
    """Anything a user can mend; the command line prints its one line and exits with status 1."""


class DocumentError(KGError):
    """An article that cannot be read: missing, empty, binary, of an unknown encoding or malformed.

    `where` is the input that it is in, a file or folder as it was named, or the article's id; empty where not known.
    """

    where = ""


class ModelError(KGError):
    """A language model that is missing, broken or lacks a component that extraction needs."""


class OntologyError(KGError):
    """An ontology, lexicon or gazetteer file that does not say what it must; names file, line or IRI."""


class GraphError(KGError):
    """A graph folder that is missing, locked, unwritable or not a graph."""


class QueryError(KGError):
    """A question that cannot be asked: SPARQL syntax, an unknown named question, entity or evidence id."""


class ReviewError(KGError):
    """A decision of a reviewer that cannot be read or taken: a malformed entry, a cell, a name that nobody has."""


class ExportError(KGError):
    """An output that cannot be written: unknown format, unwritable place."""
