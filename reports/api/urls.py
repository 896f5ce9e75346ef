"""The addresses of the JSON doors."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from dashboards.api.handover import Handovers
from dashboards.api.organizations import OrganizationViewSet
from obligations.api.views import Duties, Rules
from obligations.api.waivers import Waivers
from planning.api.year_plans import Plans
from reminders.api.calendar import Calendars
from reminders.api.views import Channels, Quiet, Reminders
from reports.api.effort import EffortFigure
from reports.api.views import Reports

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, "organization")
typed = SimpleRouter(use_regex_path=False)
typed.register("rules", Rules, "rule")
typed.register("reminders", Reminders, "reminder")
typed.register("channels", Channels, "channel")
typed.register("effort", EffortFigure, "effort")
typed.register("owed", Duties, "owed")
typed.register("reports", Reports, "report")
own = [
    path("handover/", Handovers.as_view({"get": "list"}), name="api_handover"),
    path("handover/file/", Handovers.as_view({"get": "file"}), name="api_handover_file"),
    path("channels/confirm/", Channels.as_view({"post": "confirm"}), name="api_channel_confirm"),
    path("quiet-hours/", Quiet.as_view({"get": "retrieve", "put": "update"}), name="api_quiet_hours"),
    path("waivers/", Waivers.as_view({"get": "list", "post": "create"}), name="api_waivers"),
    path("waivers/<int:pk>/end/", Waivers.as_view({"post": "end"}), name="api_waiver_end"),
    path("plans/", Plans.as_view({"get": "sheet", "post": "create"}), name="api_plans"),
    path(
        "calendar/",
        Calendars.as_view({"get": "state", "post": "open", "delete": "close"}),
        name="api_calendar",
    ),
]
urlpatterns = [*own, *router.urls, *typed.urls]
