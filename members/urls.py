"""URL patterns of the pages of members, of accounts from posts and their slips, and of terms, one list for each namespace."""

from django.urls import path

import branches.urls  # noqa: F401 - it registers the converter `code`
from members.views import account_posts, account_slips, accounts, activation, people, terms

linking_urls = [
    path("<int:pk>/member/", accounts.link, name="link"),
    path("posts/", account_posts.posts, name="posts"),
    path("posts/file/", account_posts.file, name="posts_file"),
    path("slips/", account_slips.slips, name="slip_list"),
    path("slips/export/", account_slips.export, name="slips_export"),
    path("slips/again/", account_slips.again, name="slips_again"),
    path("slips/<int:number>/", account_slips.batch, name="slips"),
    path("<int:pk>/slip/void/", account_slips.void, name="slip_void"),
]

activation_urls = [
    path("activate/", activation.slip, name="slip"),
    path("activate/password/", activation.password, name="password"),
]

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
