"""The roof: settings, addresses, the API router, Celery. It assembles; it decides nothing."""

from config.celery import app as celery_app
