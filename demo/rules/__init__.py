"""Pure invention of demonstration data: tree, people, offices, calendar, records."""
