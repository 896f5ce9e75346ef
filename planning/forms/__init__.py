"""Forms of themes and year plans."""
