"""URL patterns of decisions about people; proposals stand at the addresses of members."""

from django.urls import path

from procedures.selectors.member_proposals import DEEDS
from procedures.views import decisions, proposals

procedures_urls = [
    path("", decisions.list_, name="list"),
    path("<uuid:uuid>/", decisions.detail, name="detail"),
    path("<uuid:uuid>/take-back/", proposals.take_back, name="take_back"),
]

members_urls = [
    path("members/new/", proposals.propose_person, name="enroll"),
    *(
        path(f"members/<uuid:uuid>/{deed}/", proposals.propose, {"deed": deed}, name=deed.replace("-", "_"))
        for deed in DEEDS
    ),
]
