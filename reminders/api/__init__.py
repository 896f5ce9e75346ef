"""API of reminders, channels and the calendar address."""
