"""The facts: tables that curators edit, and the graph that is built from them."""
