"""URL patterns of the pages of organizational life, votes and standing in, one list for each namespace."""

from django.urls import path

from life.views import appraisals, ballots, check_in_screen, disposals, make_ups, stand_ins, talks, year

meetings_urls = [
    path("<uuid:uuid>/stand-ins/", stand_ins.stand_in_list, name="stand_ins"),
    path("<uuid:uuid>/check-in/", check_in_screen.screen, name="check_in"),
    path("<uuid:uuid>/check-in/now/", check_in_screen.screen_now, name="check_in_now"),
    path("<uuid:uuid>/ballots/", ballots.polls, name="ballots"),
    path("<uuid:uuid>/life/", year.prepare, name="life"),
]

ballots_urls = [
    path("", ballots.own_ballots, name="own"),
    path("<uuid:uuid>/", ballots.cast, name="cast"),
    path("<uuid:uuid>/close/", ballots.close, name="close"),
]

attendance_urls = [
    path("make-ups/", make_ups.make_up_list, name="make_ups"),
    path("stand-ins/<uuid:uuid>/revoke/", stand_ins.revoke, name="revoke_stand_in"),
    path("stand-in/<str:token>/", stand_ins.take_roll, name="stand_in"),
]

life_urls = [
    path("", year.index, name="index"),
    path("file/", year.index_file, name="index_file"),
    path("members/<uuid:uuid>/", year.member, name="member"),
    path("problems/<uuid:uuid>/", year.rectify, name="rectify"),
    path("disposals/<uuid:uuid>/", disposals.dispose, name="dispose"),
    path("appraisals/", appraisals.list_, name="appraisals"),
    path("appraisals/<uuid:uuid>/", appraisals.detail, name="appraisal"),
    path("appraisals/<uuid:uuid>/own/", appraisals.self_appraisal, name="own"),
    path("grading/<uuid:uuid>/", appraisals.grading, name="grading"),
    path("talks/", talks.year, name="talks"),
    path("talks/<uuid:uuid>/strike/", talks.strike, name="strike_talk"),
]
