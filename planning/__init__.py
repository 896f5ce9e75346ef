"""Plans: themes published from above, the year's meetings planned from the rules in force."""
