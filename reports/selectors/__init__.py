"""Read models of figures, corrections and the table of a report."""
