"""What a person or a tool takes away from the graph: RDF files, result tables, network pages."""
