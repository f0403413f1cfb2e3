"""The Model Context Protocol: the graph as tools and resources of an assistant."""
