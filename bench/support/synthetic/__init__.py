"""A synthetic graph of partnerships: see bench/synthetic.py."""
