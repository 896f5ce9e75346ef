"""The action that seeds the demonstration."""
