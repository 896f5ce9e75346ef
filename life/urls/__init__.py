"""URL patterns of the pages of life, a module for each namespace."""
