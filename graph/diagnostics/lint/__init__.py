"""Likely mistakes in a query, found without running it."""
