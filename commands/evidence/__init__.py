"""Commands that show what is known and why."""
