"""Networks as files, pages and pictures."""
