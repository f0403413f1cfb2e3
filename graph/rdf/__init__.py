"""RDF itself: terms, formats, parsing, blank nodes and canonicalization."""
