"""A total order for ORDER BY, MIN and MAX, written into the query."""
