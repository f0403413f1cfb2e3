"""Query diagnostics: likely mistakes, the reason for empty results, and query plans."""
