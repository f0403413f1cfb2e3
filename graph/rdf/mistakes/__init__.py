"""Where the mistakes of RDF files are, and what they take with them."""
