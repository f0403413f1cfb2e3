"""The data that a site offers: dumps, descriptions and the change log."""
