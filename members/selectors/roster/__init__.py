"""Rosters: rows checked against the members on record."""
