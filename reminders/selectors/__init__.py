"""Read models of reminders: sources, recipients, inbox, calendar."""
