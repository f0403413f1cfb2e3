"""The pages for people: home, entities, questions."""
