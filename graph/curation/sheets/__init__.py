"""Sheets of others: CSV, TSV, XLSX, ODS and JSON, read as rows of texts with their places."""
