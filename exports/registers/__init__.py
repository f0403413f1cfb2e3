"""Registers on disk: the curated tables changed together or not at all, and the way back."""
