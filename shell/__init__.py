"""A shell in which a person asks a graph in SPARQL."""
