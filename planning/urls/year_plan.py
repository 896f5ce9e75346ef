"""URLs of year plans."""

from django.urls import path

from planning.views import year_plan

urlpatterns = [
    path("plans/", year_plan.plan, name="plan"),
]
