"""API of themes and year plans."""
