"""Content negotiation: which format of an answer a client prefers (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media type → format of the answer to SELECT and ASK, the most wanted first; the last three are what browsers say."""

GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "n-triples",
    "application/rdf+xml": "rdf-xml",
    "application/ld+json": "json-ld",
    "application/x-turtle": "turtle",
    "application/json": "json-ld",
    "application/xml": "rdf-xml",
    "text/xml": "rdf-xml",
    "text/plain": "n-triples",
}
"""The same for CONSTRUCT, DESCRIBE and the service description."""

_RANGE = re.compile(r"\s*([\w.+*-]+)/([\w.+*-]+)\s*\Z")
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?|\.\d{1,3})\s*\Z", re.IGNORECASE)


def chosen(accept: str | None, offers: Mapping[str, str]) -> str | None:
    """The media type to answer with, None if the client takes none; of equals the first offered.

    The most specific range decides about a type. A range that is malformed counts as not there.
    """
    ranges = [found for part in (accept or "*/*").split(",") if (found := _weighed(part))]
    weighed = [(_weight(offer, ranges), offer) for offer in offers]
    best = max(weight for weight, _ in weighed)
    return next(offer for weight, offer in weighed if weight == best) if best > 0 else None


def content_type(media_type: str) -> str:
    """The header for a media type; what is text names its encoding."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _weighed(part: str) -> tuple[str, str, float] | None:
    name, *parameters = part.split(";")
    found = _RANGE.match(name)
    if found is None:
        return None
    weight = 1.0
    for parameter in parameters:
        if re.match(r"\s*q\s*=", parameter, re.IGNORECASE):
            value = _WEIGHT.match(parameter)
            if value is None:
                return None
            weight = float(value[1])
    return found[1].lower(), found[2].lower(), weight


def _weight(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    kind, _, subtype = offer.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        weights = [weight for *found, weight in ranges if tuple(found) == wanted]
        if weights:
            return max(weights)
    return 0.0
