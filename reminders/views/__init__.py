"""Pages of reminders and the calendar address."""
