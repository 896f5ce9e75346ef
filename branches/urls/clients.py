"""URL patterns of the pages of API clients."""

from django.urls import path

from branches.views import clients

urlpatterns = [
    path("", clients.clients, name="list"),
    path("<int:pk>/close/", clients.close, name="close"),
]
