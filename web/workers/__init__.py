"""The processes that answer queries, and the pool that gives them work."""
