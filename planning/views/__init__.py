"""Pages of themes and year plans."""
