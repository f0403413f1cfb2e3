"""Networks of partnerships, or of any other graph: nodes, links, measures and evidence."""
