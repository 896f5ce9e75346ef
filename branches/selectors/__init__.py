"""Read models of organizations: actors, account holders, names over time, working days."""
