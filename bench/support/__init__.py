"""What several benchmarks share: timing, peers, and the graphs that are measured."""
