"""An invented district: units, people and a year of meetings that keep to every rule, the same for the same seed."""
