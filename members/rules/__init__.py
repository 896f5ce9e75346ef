"""Pure rules for the facts of members."""
