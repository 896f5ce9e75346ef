"""Read models of members, for lists and pages."""
