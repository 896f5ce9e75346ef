"""API routes of rules, waivers, owed duties and holidays."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from obligations.api.holidays import HolidayViewSet
from obligations.api.views import OwedDutyViewSet, RuleViewSet
from obligations.api.waivers import WaiverViewSet

router = SimpleRouter(use_regex_path=False)
router.register("rules", RuleViewSet, "rule")
router.register("owed", OwedDutyViewSet, "owed")
urlpatterns = [
    path("waivers/", WaiverViewSet.as_view({"get": "list", "post": "create"}), name="api_waivers"),
    path("waivers/<int:pk>/", WaiverViewSet.as_view({"get": "retrieve"}), name="api_waiver"),
    path("waivers/<int:pk>/end/", WaiverViewSet.as_view({"post": "end"}), name="api_waiver_end"),
    path("holidays/", HolidayViewSet.as_view({"get": "list", "post": "create"}), name="api_holidays"),
    path(
        "holidays/<str:day>/",
        HolidayViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="api_holiday",
    ),
    *router.urls,
]
