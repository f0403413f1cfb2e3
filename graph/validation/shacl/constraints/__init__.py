"""The constraint components of SHACL."""
