"""Rules for web servers that host a site."""
