"""API routes of organizations and the hand-over list."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from dashboards.api.handover import HandoverViewSet
from dashboards.api.organizations import OrganizationViewSet

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, "organization")
urlpatterns = [
    path("handover/", HandoverViewSet.as_view({"get": "list"}), name="api_handover"),
    path("handover/file/", HandoverViewSet.as_view({"get": "file"}), name="api_handover_file"),
    *router.urls,
]
