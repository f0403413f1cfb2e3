"""What the words mean: vocabulary, concept schemes, shapes, rules and questions, as data files."""
