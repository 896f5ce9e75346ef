"""JSON doors."""
