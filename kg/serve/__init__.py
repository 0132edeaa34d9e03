"""A graph over HTTP: the SPARQL 1.1 Protocol, questions only, over a snapshot of the store.

    client ──▶ app (one process, asyncio) ──▶ pool ──▶ worker processes ──▶ snapshot in GRAPH/serving/

Oxigraph cannot stop a query that it has begun, so each runs in a process that can be killed. Workers read a snapshot,
so that `kg build` has the graph to itself while it is served; after a build there is a new snapshot.
"""
