"""Checks: syntax, terms and lexical spaces of a file; SHACL shapes of a graph."""
