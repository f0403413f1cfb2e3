"""Measures of networks with more than a hundred thousand edges, by NetworKit."""
