"""Check-in codes: made for the screen, verified when a phone sends them."""
