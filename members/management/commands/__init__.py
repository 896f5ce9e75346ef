"""manage.py commands of members."""
