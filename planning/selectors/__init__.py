"""Read models of themes and year plans."""
