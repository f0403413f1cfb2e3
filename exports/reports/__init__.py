"""Reports in text and JSON."""
