"""Template tags of the branches app."""
