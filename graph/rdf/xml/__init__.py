"""XML as the engine can read it: its encoding, its entities and its nesting."""
