"""Facts to RDF and back: vocabulary, IRIs, quads, the store, exports and checks."""
