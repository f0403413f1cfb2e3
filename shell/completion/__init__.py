"""Completion of what is typed at the prompt."""
