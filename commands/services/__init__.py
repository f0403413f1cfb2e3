"""Commands that keep running and answer others: the web application."""
