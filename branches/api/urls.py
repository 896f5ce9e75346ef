"""The addresses of the JSON doors."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from branches.api.holidays import Holidays
from branches.api.mandates import Mandates
from branches.api.views import Accounts, Clients

router = SimpleRouter()
router.register("accounts", Accounts, "account")
router.register("clients", Clients, "client")
urlpatterns = [
    path("mandates/", Mandates.as_view({"get": "list", "post": "create"}), name="api_mandates"),
    path("mandates/<int:pk>/revoke/", Mandates.as_view({"post": "revoke"}), name="api_mandate_revoke"),
    path("holidays/", Holidays.as_view({"get": "list", "post": "create"}), name="api_holidays"),
    path("holidays/<str:day>/", Holidays.as_view({"delete": "destroy"}), name="api_holiday"),
    *router.urls,
]
