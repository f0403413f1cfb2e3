"""Where the nodes and partners of a network are."""
