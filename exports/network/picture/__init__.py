"""A network as a picture for a paper, without a browser."""
