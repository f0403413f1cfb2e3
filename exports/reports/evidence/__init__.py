"""Reports of what is known and why: checks, chains of evidence, history and coverage."""
