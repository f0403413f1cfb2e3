"""The graph and how it is queried: tables, build, stores, questions, networks."""
