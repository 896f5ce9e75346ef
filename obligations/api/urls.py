"""API routes of rules, waivers and owed duties."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from obligations.api.views import OwedDutyViewSet, RuleViewSet
from obligations.api.waivers import WaiverViewSet

router = SimpleRouter(use_regex_path=False)
router.register("rules", RuleViewSet, "rule")
router.register("owed", OwedDutyViewSet, "owed")
urlpatterns = [
    path("waivers/", WaiverViewSet.as_view({"get": "list", "post": "create"}), name="api_waivers"),
    path("waivers/<int:pk>/", WaiverViewSet.as_view({"get": "retrieve"}), name="api_waiver"),
    path("waivers/<int:pk>/end/", WaiverViewSet.as_view({"post": "end"}), name="api_waiver_end"),
    *router.urls,
]
