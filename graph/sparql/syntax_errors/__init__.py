"""Syntax errors in a query: their place, their cause and a tested fix."""
