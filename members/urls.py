"""URL patterns of the pages of members, linked accounts and terms, one list for each namespace."""

from django.urls import path

import branches.urls  # noqa: F401 - it registers the converter `code`
from members.views import accounts, people, terms

linking_urls = [path("<int:pk>/member/", accounts.link, name="link")]

terms_urls = [
    path("<code:code>/change/begin_term/", terms.begin_term, name="begin"),
    path("<code:code>/posts/", terms.posts, name="posts"),
]

members_urls = [
    path("members/", people.list_, name="list"),
    path("members/look-up/", people.look_up, name="look_up"),
    path("members/<uuid:uuid>/", people.detail, name="detail"),
    path("members/<uuid:uuid>/unmask/", people.unmask, name="unmask"),
    path("members/<uuid:uuid>/<slug:deed>/", people.change, name="change"),
]
