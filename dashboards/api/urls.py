"""The addresses of the JSON doors."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from dashboards.api.handover import Handovers
from dashboards.api.organizations import OrganizationViewSet

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, "organization")
urlpatterns = [
    path("handover/", Handovers.as_view({"get": "list"}), name="api_handover"),
    path("handover/file/", Handovers.as_view({"get": "file"}), name="api_handover_file"),
    *router.urls,
]
