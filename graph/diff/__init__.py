"""Differences between two graphs."""
