"""How the state of a row changes: by a permitted transition, or by the decision of another person."""
