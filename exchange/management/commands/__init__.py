"""manage.py commands of exchange."""
