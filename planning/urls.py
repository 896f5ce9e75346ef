"""URL patterns of the pages of plans, leave, themes and outcomes, one list for each namespace."""

from django.urls import path

from planning.views import leaves, meeting_plan, outcomes, themes, year_plan

meetings_urls = [
    path("plan/", meeting_plan.plan, name="plan"),
    path("decisions/<int:pk>/", outcomes.follow_up, name="follow_up"),
    path("<uuid:uuid>/outcomes/", outcomes.outcome, name="outcome"),
    path("<uuid:uuid>/outcomes/<int:pk>/strike/", outcomes.strike_outcome, name="strike_outcome"),
]

attendance_urls = [
    path("leaves/", leaves.leave_list, name="leaves"),
    path("leaves/<uuid:uuid>/withdraw/", leaves.withdraw, name="withdraw"),
    path("leaves/<uuid:uuid>/decide/", leaves.decide, name="decide"),
]

reports_urls = [
    path("plans/", year_plan.plan, name="plan"),
]

themes_urls = [
    path("", themes.list_, name="list"),
    path("new/", themes.publish, name="publish"),
    path("<uuid:uuid>/", themes.detail, name="detail"),
    path("<uuid:uuid>/withdraw/", themes.withdraw, name="withdraw"),
    path("<uuid:uuid>/adopt/", themes.adopt, name="adopt"),
]
