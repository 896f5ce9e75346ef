"""API routes of themes, year plans, outcomes and open tasks."""

from django.urls import path

from planning.api.open_tasks import OpenTaskViewSet
from planning.api.outcomes import OutcomeViewSet
from planning.api.themes import ThemeViewSet
from planning.api.year_plans import YearPlanViewSet

theme, outcome, task = ThemeViewSet.as_view, OutcomeViewSet.as_view, OpenTaskViewSet.as_view
of_meeting = "meetings/<uuid:uuid>/outcomes/"
one = "themes/<uuid:uuid>/"
urlpatterns = [
    path("themes/", theme({"get": "list", "post": "create"}), name="api_themes"),
    path(one, theme({"get": "retrieve"}), name="api_theme"),
    path(f"{one}withdraw/", theme({"post": "withdraw"}), name="api_theme_withdraw"),
    path(f"{one}adopt/", theme({"post": "adopt"}), name="api_theme_adopt"),
    path(
        f"{one}adoptions/",
        theme({"get": "adoptions"}, cursor_ordering="organization.path"),
        name="api_theme_adoptions",
    ),
    path("plans/", YearPlanViewSet.as_view({"get": "retrieve", "post": "create"}), name="api_plans"),
    path(of_meeting, outcome({"get": "list", "post": "create"}), name="api_meeting_outcomes"),
    path(
        f"{of_meeting}<int:pk>/",
        outcome({"get": "retrieve", "delete": "destroy"}),
        name="api_meeting_outcome",
    ),
    path("open-tasks/", task({"get": "list"}), name="api_open_tasks"),
    path("decisions/<int:pk>/", task({"get": "retrieve"}), name="api_decision"),
    path("decisions/<int:pk>/follow-up/", task({"post": "follow_up"}), name="api_follow_up"),
]
