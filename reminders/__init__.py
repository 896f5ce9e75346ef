"""Reminders: what is worth telling, to whom, when, and by which channel; the calendar feed."""
