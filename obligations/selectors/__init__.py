"""Read models of duties and what is owed."""
