"""Several graphs queried as one: files, directories and servers."""
