"""URLs of a new term and its elected posts; included before the URLs of organizations."""

from django.urls import path

from members.views import terms

urlpatterns = [
    path("<code:code>/change/begin_term/", terms.begin_term, name="begin"),
    path("<code:code>/posts/", terms.posts, name="posts"),
]
