"""The addresses of what an organization does that ends or begins people's posts; asked before the tree's own."""

from django.urls import path

from branches.urls import converters  # noqa: F401  (<code:…>)
from members.views import terms

app_name = "terms"
urlpatterns = [
    path("<code:code>/change/begin_term/", terms.begin_term, name="begin"),
    path("<code:code>/posts/", terms.posts, name="posts"),
]
