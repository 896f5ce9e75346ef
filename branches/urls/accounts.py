"""The addresses of accounts."""

from django.urls import path

from branches.views import accounts

app_name = "accounts_of"
urlpatterns = [
    path("", accounts.accounts, name="list"),
    path("<int:pk>/<slug:deed>/", accounts.change, name="change"),
]
