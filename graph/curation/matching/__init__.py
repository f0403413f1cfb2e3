"""Matching: which entry of a list of identifiers, such as ROR, a name stands for."""
