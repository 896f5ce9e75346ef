"""Demonstration data: an invented district of units, people and a year of meetings, the same for the same seed."""
