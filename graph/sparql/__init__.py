"""The language: how a query is read, what in it is wrong, and what is put into it."""
