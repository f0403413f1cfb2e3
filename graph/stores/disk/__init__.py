"""Graphs on disk: new versions are written alongside the current one, which they then replace."""
