"""Themes that committees publish for branches, and year plans made from the rules in force."""
