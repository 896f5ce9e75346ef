"""URL patterns of the pages of themes and year plans, one list for each namespace."""

from django.urls import path

from planning.views import themes, year_plan

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
