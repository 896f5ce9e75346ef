"""What exchange contributes to the lists of config/parts.py."""
