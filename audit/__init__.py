"""Deeds: entries of what was done (append-only, chained by hash) and jobs still under way."""
