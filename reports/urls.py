from django.urls import path

from dashboards.views import dashboard, desk, handover
from documents.views import report_files
from obligations.views import rules
from planning.views import year_plan
from reminders.views import calendar_feed, reminders
from reports import views

app_name = "reports"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/", dashboard.rows, name="rows"),
    path("reports/", views.list_, name="list"),
    path("reports/<uuid:uuid>/", views.detail, name="detail"),
    path("reports/<uuid:uuid>/publish/", views.publish, name="publish"),
    path("reports/<uuid:uuid>/file.<str:form>", report_files.file, name="file"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/told/", reminders.told, name="told"),
    path("reminders/settings/", reminders.channels, name="channels"),
    path("reminders/settings/quiet/", reminders.quiet, name="quiet_hours"),
    path("reminders/confirm/<str:token>/", reminders.confirm, name="confirm_channel"),
    path("reminders/settings/<slug:kind>/switch/", reminders.switch, name="switch_channel"),
    path("reminders/settings/<slug:kind>/remove/", reminders.remove, name="remove_channel"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new_rule, name="new_rule"),
    path("rules/<str:code>/", rules.rule, name="rule"),
    path("rules/waive/<str:code>/", rules.waive, name="waive"),
    path("rules/waivers/<int:number>/", rules.end_waiver, name="end_waiver"),
    path("handover/", handover.page, name="handover"),
    path("handover/<slug:form>/", handover.file, name="handover_file"),
    path("plans/", year_plan.plan, name="plan"),
    path("calendar/", calendar_feed.address, name="calendar"),
    path("calendar/<str:token>.ics", calendar_feed.feed, name="feed"),
]
