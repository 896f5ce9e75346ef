"""Doors of meetings as pages: one noun a file."""
