"""Personal data of members: encryption, identity numbers, names."""
