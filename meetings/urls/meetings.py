"""Addresses of meetings."""

from django.urls import path

from meetings.views import ballots, check_ins, decisions, records, stand_ins

urlpatterns = [
    path("", records.list_, name="list"),
    path("plan/", records.plan, name="plan"),
    path("record/", records.record, name="record"),
    path("record/draft/", records.draft, name="draft"),
    path("record/discard/", records.discard, name="discard"),
    path("attachments/<uuid:uuid>/", records.attachment, name="attachment"),
    path("attachments/<uuid:uuid>/remove/", records.detach, name="detach"),
    path("amendments/", decisions.amendments, name="amendments"),
    path("amendments/<int:pk>/", decisions.decide, name="decide_amendment"),
    path("decisions/<int:pk>/", decisions.follow_up, name="follow_up"),
    path("<uuid:uuid>/", records.detail, name="detail"),
    path("<uuid:uuid>/ballots/", ballots.box, name="ballots"),
    path("<uuid:uuid>/check-in/", check_ins.screen, name="check_in"),
    path("<uuid:uuid>/check-in/now/", check_ins.now, name="check_in_now"),
    path("<uuid:uuid>/check-in/hand/", check_ins.by_hand, name="check_in_hand"),
    path("<uuid:uuid>/stand-ins/", stand_ins.list_, name="stand_ins"),
    path("<uuid:uuid>/review/", records.review, name="review"),
    path("<uuid:uuid>/move/", records.move, name="move"),
    path("<uuid:uuid>/amend/", records.amend, name="amend"),
]
