"""The addresses of what an organization does that ends or begins people's posts; asked before the tree's own."""

from django.urls import path

from members.views import terms

urlpatterns = [
    path("<code:code>/change/begin_term/", terms.begin_term, name="begin"),
    path("<code:code>/posts/", terms.posts, name="posts"),
]
