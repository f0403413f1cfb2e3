"""Reports of a validation, for people and for tools."""
