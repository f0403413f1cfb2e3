"""What is known of an entity and why: checks, chains of evidence, history and coverage."""
