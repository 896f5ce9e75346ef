"""URL patterns of the pages of branches, a module for each namespace."""
