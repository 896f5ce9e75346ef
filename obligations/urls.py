"""URLs of rules, waivers and holidays."""

from django.urls import path

from obligations.views import holidays, rules

reports_urls = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new_rule, name="new_rule"),
    path("rules/<str:code>/", rules.rule, name="rule"),
    path("rules/waive/<str:code>/", rules.waive, name="waive"),
    path("rules/waivers/<int:number>/", rules.end_waiver, name="end_waiver"),
]

meetings_urls = [
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/remove/", holidays.remove, name="remove_holiday"),
]
