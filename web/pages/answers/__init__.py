"""The answers of pages: tables, bars, networks and maps, drawn by the server."""
