"""Pure rules of reports: who issues them."""
