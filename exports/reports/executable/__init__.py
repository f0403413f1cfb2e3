"""Reports that are run: Markdown with SPARQL, rendered with its answers."""
