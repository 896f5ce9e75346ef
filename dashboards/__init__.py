"""Pages that show several apps at once: desks, overview, organization pages, hand-over, navigation."""
