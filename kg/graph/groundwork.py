"""The store that every build begins with: the reference data, loaded once and kept between runs (``kg/cache.py``).

They are the same in every graph of a base and take the engine as long as half a megabyte of text; a store that holds
them already is there in a hundredth of that. It is kept packed, in one piece under one seal: a line of JSON with the
measures of its graphs and the sizes of its files, then the files, one after the other.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from kg import cache, resources
from kg.graph import reference
from kg.graph.engine import VERSION, Contents, Measured, bulk_load, load_turtle, open_store
from kg.graph.iris import Minter
from kg.graph.storefiles import OF_WRITERS
from kg.graph.terms import in_graphs
from kg.mentions.gazetteer import Gazetteer

#: What the packed store depends on: data and code, by the beginnings of their paths in the package.
_MADE_OF = (
    "data/places/",
    "data/ontology.ttl",
    "data/lexicons/place",
    "graph/",
    "mentions/place",
    "mentions/gazetteer.py",
)
#: Packed stores kept at most, one for each base and version: they have 23 MB each.
_KEPT = 3


def lay(folder: Path, mint: Minter) -> list[Measured]:
    """Fill an empty folder with the store; returns the measures of its graphs. Raises OSError when there is no room."""
    key = "\0".join((VERSION, mint.base, *map(resources.digest, _MADE_OF)))
    packed = memoryview(cache.remembered("groundwork", key, lambda: _pack(folder / "groundwork", mint), most=_KEPT))
    at = bytes(packed[:_LONGEST_HEAD]).index(b"\n") + 1
    head = json.loads(bytes(packed[:at]))
    for name, size in head["files"]:
        (folder / name).write_bytes(packed[at : at + size])
        at += size
    return [(graph, number, digest) for graph, number, digest in head["graphs"]]


#: The line of JSON has fewer bytes than this: the engine writes some thirty files.
_LONGEST_HEAD = 1 << 16


def _pack(aside: Path, mint: Minter) -> bytes:
    """Load the reference data into a store aside, which goes, and pack it."""
    contents = Contents()
    try:
        store = open_store(aside)
        divisions = in_graphs(reference.divisions(Gazetteer.load(), mint))
        bulk_load(store, divisions, aside / "load.nq", contents)
        load_turtle(store, resources.text("ontology.ttl"), mint.reference(reference.ONTOLOGY), contents)
        store.optimize()  # else the engine would merge its files once more in every build that begins with them
        store.flush()
        del store  # closes the engine's files
        files = [file for file in sorted(aside.iterdir()) if not file.name.startswith(OF_WRITERS)]
        head = {"graphs": contents.measured, "files": [(file.name, file.stat().st_size) for file in files]}
        return b"".join((json.dumps(head).encode(), b"\n", *(file.read_bytes() for file in files)))
    finally:
        shutil.rmtree(aside, ignore_errors=True)
