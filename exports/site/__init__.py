"""The static site: a page for every thing of a graph, with its data beside it."""
