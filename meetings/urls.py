"""The addresses of meetings."""

from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.list_, name="list"),
    path("plan/", views.plan, name="plan"),
    path("record/", views.record, name="record"),
    path("record/draft/", views.draft, name="draft"),
    path("record/discard/", views.discard, name="discard"),
    path("attachments/<uuid:uuid>/", views.attachment, name="attachment"),
    path("attachments/<uuid:uuid>/remove/", views.detach, name="detach"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/word/", views.word, name="word"),
    path("<uuid:uuid>/review/", views.review, name="review"),
    path("<uuid:uuid>/move/", views.move, name="move"),
    path("<uuid:uuid>/amend/", views.amend, name="amend"),
]
