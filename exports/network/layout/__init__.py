"""Where the nodes of a network are drawn."""
