"""Files of RDF held against the shapes: our exports, and what others wrote."""

import pytest

from kg.errors import GraphError
from kg.export import export
from kg.validate import validate_file
from tests.graph.graphs import ONTOLOGY


@pytest.mark.parametrize("ending", ["ttl", "nq", "trig", "jsonld"])
@pytest.mark.parametrize("options", [{}, {"with_text": True}, {"no_quotes": True}])
def test_every_export_is_a_valid_file(demo_graph, tmp_path, ending, options):
    path = tmp_path / f"x.{ending}"
    export(demo_graph, path, **options)
    report = validate_file(path, ONTOLOGY)
    assert report.problems == () and report.triples > 500


def test_a_file_without_anything_derived_is_checked_against_the_ontology(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text(
        """@prefix d: <https://w3id.org/faultline/ontology#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <http://example.org/s> a rdf:Statement ; dcterms:identifier "s-1" ; rdf:subject <http://example.org/a> ;
            rdf:predicate d:bans ; rdf:object <http://example.org/b> .
        <http://example.org/a> a d:Country ; skos:prefLabel "A" .
        <http://example.org/b> a d:Country ; skos:prefLabel "B" ."""
    )
    reasons = {p.reason: p.found for p in validate_file(path, ONTOLOGY).problems}
    assert reasons == {
        "the predicate is no relation of the ontology": "d:bans",
        "a statement has at least one evidence": "",
    }


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.ttl", "@prefix d: <x", "cannot be read as Turtle"),
        ("x.ttl", "<a:b> <c:d> 'é' .\n<a:b> nonsense", "cannot be read as Turtle"),
        ("x.jsonld", "{", "cannot be read as JSON-LD"),
        ("x.csv", "a,b", "neither a graph nor a file of RDF; files end in .ttl"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GraphError, match=reason) as error:
        validate_file(path, ONTOLOGY)
    assert str(error.value).startswith(f"{path}: ") and "\n" not in str(error.value)
