"""External systems: one small module each, on one shared HTTP layer."""
