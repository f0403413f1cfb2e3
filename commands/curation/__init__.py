"""Commands with which curators keep a register."""
