"""URL patterns of actions on organizations and of mandates."""

from django.urls import path

from branches.views import organizations as views

urlpatterns = [
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/revoke/", views.revoke, name="revoke"),
    path("mandates/accounts/", views.open_account, name="open_account"),
    path("<code:code>/change/<slug:deed>/", views.change, name="change"),
]
