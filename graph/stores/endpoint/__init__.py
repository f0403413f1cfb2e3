"""Endpoints: who asks, what arrives, and what a failure means."""
