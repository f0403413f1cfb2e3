"""The SPARQL editor: its page, and what the page asks the graph."""
