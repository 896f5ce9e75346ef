"""URL patterns of the pages of appraisals, talks and the year, one list for each namespace."""

from django.urls import path

from life.views import appraisals, classes, disposals, make_ups, talks, year

meetings_urls = [
    path("<uuid:uuid>/life/", year.prepare, name="life"),
    path("<uuid:uuid>/outcomes/", year.outcome, name="outcome"),
    path("<uuid:uuid>/outcomes/<int:pk>/strike/", year.strike_outcome, name="strike_outcome"),
]

attendance_urls = [path("make-ups/", make_ups.make_up_list, name="make_ups")]

life_urls = [
    path("", year.index, name="index"),
    path("members/<uuid:uuid>/", year.member, name="member"),
    path("problems/<uuid:uuid>/", year.rectify, name="rectify"),
    path("disposals/<uuid:uuid>/", disposals.dispose, name="dispose"),
    path("appraisals/", appraisals.list_, name="appraisals"),
    path("appraisals/<uuid:uuid>/", appraisals.detail, name="appraisal"),
    path("appraisals/<uuid:uuid>/own/", appraisals.self_appraisal, name="own"),
    path("grading/<uuid:uuid>/", appraisals.grading, name="grading"),
    path("classes/", classes.year, name="classes"),
    path("classes/<uuid:uuid>/strike/", classes.strike, name="strike_class"),
    path("talks/", talks.year, name="talks"),
    path("talks/occasions/", talks.note_occasion, name="note_occasion"),
    path("talks/occasions/<uuid:uuid>/strike/", talks.strike_occasion, name="strike_occasion"),
    path("talks/<uuid:uuid>/strike/", talks.strike, name="strike_talk"),
]
