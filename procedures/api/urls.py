"""URLs of the API of decisions about people, and of what is proposed at the addresses of members."""

from django.urls import path

from procedures.api.decisions import MemberDecisionViewSet
from procedures.api.proposals import EnrollmentViewSet, MemberProposalViewSet, RestrictionProposalViewSet

decisions, proposals = MemberDecisionViewSet.as_view, MemberProposalViewSet.as_view
restrictions = RestrictionProposalViewSet.as_view
member, decision = "members/<uuid:uuid>/", "member-decisions/<uuid:uuid>/"
urlpatterns = [
    path("members/", EnrollmentViewSet.as_view({"get": "list", "post": "create"}), name="api_members"),
    path(f"{member}leave/", proposals({"post": "leave"}), name="api_member_leave"),
    path(f"{member}turn-full/", proposals({"post": "confirm_full_membership"}), name="api_member_turn_full"),
    path(f"{member}extend/", proposals({"post": "extend_probation"}), name="api_member_extend"),
    path(f"{member}postpone/", proposals({"post": "postpone"}), name="api_member_postpone"),
    path(
        f"{member}restrictions/",
        restrictions({"get": "list", "post": "create"}),
        name="api_member_restrictions",
    ),
    path(f"{member}restrictions/<int:pk>/", restrictions({"get": "retrieve"}), name="api_member_restriction"),
    path(f"{member}restrictions/<int:pk>/lift/", restrictions({"post": "lift"}), name="api_restriction_lift"),
    path("member-decisions/", decisions({"get": "list"}), name="api_member_decisions"),
    path(decision, decisions({"get": "retrieve"}), name="api_member_decision"),
    path(f"{decision}approve/", decisions({"post": "approve"}), name="api_member_decision_approve"),
    path(f"{decision}return/", decisions({"post": "return_to_proposer"}), name="api_member_decision_return"),
    path(f"{decision}take-back/", decisions({"post": "take_back"}), name="api_member_decision_take_back"),
    path(f"{decision}withdraw/", decisions({"post": "withdraw"}), name="api_member_decision_withdraw"),
]
