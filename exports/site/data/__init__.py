"""The data files of a site: dumps, dataset description and change log."""
