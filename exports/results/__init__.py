"""Query results as tables and files."""
