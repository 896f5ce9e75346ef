"""The project: settings, URLs, the API router, Celery. It assembles the apps and decides nothing."""

from config.celery import app as celery_app
