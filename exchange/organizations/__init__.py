"""Import of lists of organizations."""
