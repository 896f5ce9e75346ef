"""The addresses of meetings."""

from django.urls import path

from meetings.views import records

app_name = "meetings"
urlpatterns = [
    path("", records.list_, name="list"),
    path("plan/", records.plan, name="plan"),
    path("record/", records.record, name="record"),
    path("record/draft/", records.draft, name="draft"),
    path("record/discard/", records.discard, name="discard"),
    path("attachments/<uuid:uuid>/", records.attachment, name="attachment"),
    path("attachments/<uuid:uuid>/remove/", records.detach, name="detach"),
    path("<uuid:uuid>/", records.detail, name="detail"),
    path("<uuid:uuid>/word/", records.word, name="word"),
    path("<uuid:uuid>/review/", records.review, name="review"),
    path("<uuid:uuid>/move/", records.move, name="move"),
    path("<uuid:uuid>/amend/", records.amend, name="amend"),
]
