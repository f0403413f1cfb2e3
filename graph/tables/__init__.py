"""The curated tables: from cells to statements, claims and derived facts."""
