"""Plans: one meeting to come, the themes of committees, a year from the rules in force; leave from it; what was done after."""
