"""The graph over HTTP: SPARQL 1.1 Protocol, Graph Store Protocol for reading, entity pages, a JSON API.

    request -> safety (hosts, origins, sizes) -> a route -> a job for a worker -> its bytes, as they are -> response

The process that answers HTTP opens no query and parses no result: whatever depends on what a guest asks or on what
the graph holds is made by the workers (``kg.use.workers``), HTML included.
"""
