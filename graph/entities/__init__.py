"""Entities of a graph: searched, described, counted."""
