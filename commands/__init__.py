"""The commands, one function per verb: each parses, calls one function below, and prints."""
