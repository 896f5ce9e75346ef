"""Pages of rules and waivers."""
