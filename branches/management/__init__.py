"""Management commands of the branches app."""
