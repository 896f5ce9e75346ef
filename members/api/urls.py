"""URLs of the API of members. The list of members and what is proposed about them stand in procedures.api.urls."""

from django.urls import path

from members.api.account_slips import AccountPostViewSet, AccountSlipViewSet
from members.api.accounts import AccountLinkViewSet
from members.api.posts import PostViewSet
from members.api.views import MemberViewSet

one = "members/<uuid:uuid>/"
account = "accounts/<str:username>/"
urlpatterns = [
    path("members/look-up/", MemberViewSet.as_view({"post": "look_up"}), name="api_member_look_up"),
    path(one, MemberViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_member"),
    path(f"{one}transfer/", MemberViewSet.as_view({"post": "transfer"}), name="api_member_transfer"),
    path(f"{one}regroup/", MemberViewSet.as_view({"post": "regroup"}), name="api_member_regroup"),
    path(f"{one}posts/", PostViewSet.as_view({"get": "list", "post": "create"}), name="api_member_posts"),
    path(f"{one}posts/<int:pk>/", PostViewSet.as_view({"get": "retrieve"}), name="api_member_post"),
    path(f"{one}posts/<int:pk>/relieve/", PostViewSet.as_view({"post": "relieve"}), name="api_post_relieve"),
    path(f"{account}link/", AccountLinkViewSet.as_view({"post": "link"}), name="api_account_link"),
    path(f"{account}unlink/", AccountLinkViewSet.as_view({"post": "unlink"}), name="api_account_unlink"),
    path("account-posts/", AccountPostViewSet.as_view({"get": "list"}), name="api_account_posts"),
    path(
        "account-slips/",
        AccountSlipViewSet.as_view({"get": "list", "post": "create"}),
        name="api_account_slips",
    ),
    path("account-slips/again/", AccountSlipViewSet.as_view({"post": "again"}), name="api_slips_again"),
    path("account-slips/print/", AccountSlipViewSet.as_view({"post": "print"}), name="api_slips_print"),
    path(
        "account-slips/<str:username>/",
        AccountSlipViewSet.as_view({"get": "retrieve"}),
        name="api_account_slip",
    ),
    path(
        "account-slips/<str:username>/void/",
        AccountSlipViewSet.as_view({"post": "void"}),
        name="api_slip_void",
    ),
    path(f"{one}unmask/", MemberViewSet.as_view({"post": "unmask"}), name="api_member_unmask"),
]
