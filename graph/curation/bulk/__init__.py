"""Many rows at once: kept on disk while they come, and checked by a sample that stands for all."""
