"""Curation: changes of the curated tables, row by row, before they are written."""
