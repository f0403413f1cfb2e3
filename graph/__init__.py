"""What the graph is and how it is asked: tables, build, stores, questions, networks."""
