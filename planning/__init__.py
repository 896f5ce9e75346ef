"""Plans: one meeting to come, the themes of committees, a year from the rules in force; and what was done afterwards."""
