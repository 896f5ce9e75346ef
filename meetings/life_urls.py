"""The addresses of organizational life with its own procedure: /life/…"""

from django.urls import path

from meetings.views import appraisals, life, talks

app_name = "life"
urlpatterns = [
    path("", life.index, name="index"),
    path("members/<uuid:uuid>/", life.member, name="member"),
    path("problems/<uuid:uuid>/", life.rectify, name="rectify"),
    path("appraisals/", appraisals.list_, name="appraisals"),
    path("appraisals/<uuid:uuid>/", appraisals.detail, name="appraisal"),
    path("appraisals/<uuid:uuid>/own/", appraisals.own, name="own"),
    path("grading/<uuid:uuid>/", appraisals.grading, name="grading"),
    path("talks/", talks.year, name="talks"),
    path("talks/<uuid:uuid>/strike/", talks.strike, name="strike_talk"),
]
