"""The addresses of the JSON doors."""

from django.urls import path

from members.api.accounts import Links
from members.api.posts import Posts
from members.api.restrictions import Restrictions
from members.api.views import Members

one = "members/<uuid:uuid>/"
account = "accounts/<str:username>/"
urlpatterns = [
    path("members/", Members.as_view({"get": "list", "post": "create"}), name="api_members"),
    path(one, Members.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_member"),
    path(f"{one}transfer/", Members.as_view({"post": "transfer"}), name="api_member_transfer"),
    path(f"{one}regroup/", Members.as_view({"post": "regroup"}), name="api_member_regroup"),
    path(f"{one}posts/", Posts.as_view({"get": "list", "post": "create"}), name="api_member_posts"),
    path(f"{one}posts/<int:pk>/relieve/", Posts.as_view({"post": "relieve"}), name="api_post_relieve"),
    path(
        f"{one}restrictions/",
        Restrictions.as_view({"get": "list", "post": "create"}),
        name="api_member_restrictions",
    ),
    path(
        f"{one}restrictions/<int:pk>/lift/",
        Restrictions.as_view({"post": "lift"}),
        name="api_restriction_lift",
    ),
    path(f"{one}leave/", Members.as_view({"post": "leave"}), name="api_member_leave"),
    path(f"{one}turn-full/", Members.as_view({"post": "turn_full"}), name="api_member_turn_full"),
    path(f"{account}link/", Links.as_view({"post": "link"}), name="api_account_link"),
    path(f"{account}unlink/", Links.as_view({"post": "unlink"}), name="api_account_unlink"),
    path(f"{one}unmask/", Members.as_view({"post": "unmask"}), name="api_member_unmask"),
]
