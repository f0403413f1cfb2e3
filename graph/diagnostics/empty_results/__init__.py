"""Why a query returns nothing, and what would match."""
