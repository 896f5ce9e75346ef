"""URL patterns of the pages of meetings and attendance, one list for each namespace."""

from django.urls import path

from meetings.views import check_ins, decisions, records, sending, unfinished

meetings_urls = [
    path("", records.meeting_list, name="list"),
    path("record/", records.record, name="record"),
    path("record/draft/", unfinished.save_draft, name="draft"),
    path("record/discard/", unfinished.discard_draft, name="discard"),
    path("attachments/<uuid:uuid>/", records.download_attachment, name="attachment"),
    path("attachments/<uuid:uuid>/remove/", records.detach, name="detach"),
    path("amendments/", decisions.amendments, name="amendments"),
    path("amendments/<int:pk>/", decisions.decide, name="decide_amendment"),
    path("<uuid:uuid>/", records.detail, name="detail"),
    path("<uuid:uuid>/check-in/hand/", check_ins.check_in_by_hand, name="check_in_hand"),
    path("<uuid:uuid>/move/", records.move, name="move"),
    path("<uuid:uuid>/send/", sending.send, name="send"),
    path("<uuid:uuid>/amend/", records.amend, name="amend"),
]

attendance_urls = [
    path("check-in/", check_ins.check_in, name="check_in"),
]
