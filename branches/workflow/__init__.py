"""How the state of a row changes: by a permitted move, or by the decision of another person."""
