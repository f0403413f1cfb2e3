"""RDF within HTML: RDFa, JSON-LD and microdata."""
