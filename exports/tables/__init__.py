"""A graph as typed tables, for database engines."""
