"""Query plans, as the engine reports them."""
