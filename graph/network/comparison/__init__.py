"""Two editions of a graph as one network."""
