"""API routes of organizations, the hand-over list, the search and the records to review."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from dashboards.api.handover import HandoverViewSet
from dashboards.api.organizations import OrganizationViewSet
from dashboards.api.review import ReviewViewSet
from dashboards.api.search import SearchViewSet

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, "organization")
urlpatterns = [
    path("handover/", HandoverViewSet.as_view({"get": "list"}), name="api_handover"),
    path("handover/file/", HandoverViewSet.as_view({"get": "file"}), name="api_handover_file"),
    path("search/", SearchViewSet.as_view({"get": "find"}), name="api_search"),
    path("review/", ReviewViewSet.as_view({"get": "list"}), name="api_review"),
    path("review/returned/", ReviewViewSet.as_view({"get": "returned"}), name="api_review_returned"),
    path("review/confirm/", ReviewViewSet.as_view({"post": "confirm"}), name="api_review_confirm"),
    path(
        "review/<uuid:uuid>/take-back/",
        ReviewViewSet.as_view({"post": "take_back"}),
        name="api_review_take_back",
    ),
    *router.urls,
]
