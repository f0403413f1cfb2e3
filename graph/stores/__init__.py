"""Stores that answer SPARQL: in memory, on disk, and at an endpoint."""
