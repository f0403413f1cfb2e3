"""The catalogue of questions, and their parameters."""
