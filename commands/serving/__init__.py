"""Commands that serve a graph to others than the person at the terminal."""
