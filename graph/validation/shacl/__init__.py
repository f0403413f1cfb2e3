"""SHACL: shapes read, and a graph checked against them set by set."""
