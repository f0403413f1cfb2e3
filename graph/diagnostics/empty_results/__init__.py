"""The reasons why a query returns nothing, and the terms that would match."""
