"""Every setting of config/localities.py at a value that is not its default: all doors agree on it."""
