"""The network as one HTML page."""
