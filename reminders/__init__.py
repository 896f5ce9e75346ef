"""Daily reminders: their sources, recipients, schedule and channels, and the calendar feed."""
