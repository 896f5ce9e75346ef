"""Rules, what is owed, the month's figures and reports, desks and dashboards. Figures derive from the tables below."""
