"""The addresses of the JSON doors."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
