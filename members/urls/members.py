"""URLs of the pages of members."""

from django.urls import path

from members.views import people

urlpatterns = [
    path("members/", people.list_, name="list"),
    path("members/new/", people.enroll, name="enroll"),
    path("members/<uuid:uuid>/", people.detail, name="detail"),
    path("members/<uuid:uuid>/unmask/", people.unmask, name="unmask"),
    path("members/<uuid:uuid>/<slug:deed>/", people.change, name="change"),
]
