"""The local web application, and the graph for assistants."""
