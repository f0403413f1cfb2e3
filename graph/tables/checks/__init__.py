"""Checks of the facts in the tables, before a graph is made: each is possible and likely."""
