"""The network explorer: from an entity to its neighbours, counted before they are loaded."""
