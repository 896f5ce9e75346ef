"""Pure rules of papers: what the JSON of an evidence bundle holds."""
