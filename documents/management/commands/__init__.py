"""manage.py commands of documents."""
