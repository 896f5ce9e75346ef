"""Meetings of branches: planned, recorded, submitted, returned, confirmed, amended; who was there and what was decided."""
