"""Pages that show several floors at once: one module a page."""
