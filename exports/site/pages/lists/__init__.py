"""The start page and the lists of a site of any graph: classes, names from A to Z, hierarchy."""
