"""Pure values and rules of duties."""
