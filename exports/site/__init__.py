"""The static site: a folder of files that any web server can serve, and that needs none."""
