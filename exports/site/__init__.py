"""The static site: a page for every entity of a graph, with its data."""
