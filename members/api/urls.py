"""URLs of the API of members."""

from django.urls import path

from members.api.accounts import AccountLinkViewSet
from members.api.posts import PostViewSet
from members.api.restrictions import RestrictionViewSet
from members.api.views import MemberViewSet

one = "members/<uuid:uuid>/"
account = "accounts/<str:username>/"
urlpatterns = [
    path("members/", MemberViewSet.as_view({"get": "list", "post": "create"}), name="api_members"),
    path(one, MemberViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_member"),
    path(f"{one}transfer/", MemberViewSet.as_view({"post": "transfer"}), name="api_member_transfer"),
    path(f"{one}regroup/", MemberViewSet.as_view({"post": "regroup"}), name="api_member_regroup"),
    path(f"{one}posts/", PostViewSet.as_view({"get": "list", "post": "create"}), name="api_member_posts"),
    path(f"{one}posts/<int:pk>/relieve/", PostViewSet.as_view({"post": "relieve"}), name="api_post_relieve"),
    path(
        f"{one}restrictions/",
        RestrictionViewSet.as_view({"get": "list", "post": "create"}),
        name="api_member_restrictions",
    ),
    path(
        f"{one}restrictions/<int:pk>/lift/",
        RestrictionViewSet.as_view({"post": "lift"}),
        name="api_restriction_lift",
    ),
    path(f"{one}leave/", MemberViewSet.as_view({"post": "leave"}), name="api_member_leave"),
    path(
        f"{one}turn-full/",
        MemberViewSet.as_view({"post": "confirm_full_membership"}),
        name="api_member_turn_full",
    ),
    path(f"{account}link/", AccountLinkViewSet.as_view({"post": "link"}), name="api_account_link"),
    path(f"{account}unlink/", AccountLinkViewSet.as_view({"post": "unlink"}), name="api_account_unlink"),
    path(f"{one}unmask/", MemberViewSet.as_view({"post": "unmask"}), name="api_member_unmask"),
]
