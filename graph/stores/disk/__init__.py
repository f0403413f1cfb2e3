"""Graphs on disk: loaded and changed beside the one that is read, which they then replace."""
