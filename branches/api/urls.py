"""URL patterns of the JSON API of accounts, clients and mandates."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from branches.api.mandates import MandateViewSet
from branches.api.views import AccountViewSet, ApiClientViewSet

router = SimpleRouter()
router.register("accounts", AccountViewSet, "account")
router.register("clients", ApiClientViewSet, "client")
urlpatterns = [
    path("mandates/", MandateViewSet.as_view({"get": "list", "post": "create"}), name="api_mandates"),
    path("mandates/<int:pk>/", MandateViewSet.as_view({"get": "retrieve"}), name="api_mandate"),
    path("mandates/<int:pk>/revoke/", MandateViewSet.as_view({"post": "revoke"}), name="api_mandate_revoke"),
    *router.urls,
]
