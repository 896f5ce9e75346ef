"""Pure rules of the reminder schedule."""
