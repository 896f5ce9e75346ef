"""API of accounts opened from posts, and of the printed slips by which their holders set a password."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import AccountSlip, SlipBatch
from accounts.states import SlipState
from branches.access.roles import Capability, Role
from branches.models import Organization
from branches.selectors import holders
from core import clock
from core.api import EmptySerializer, read_body, refuse_unknown
from core.writes import TaggedRow
from members import actions
from members.api.serializers import InputSerializer
from members.rules.usernames import USERNAME_RULES
from members.selectors import account_slips
from members.selectors.account_proposals import (
    BY_POST,
    POST_CHOICES,
    ROLE_CHOICES,
    posts_without_account,
    propose_accounts,
)
from members.states import Title

RULES = list(USERNAME_RULES.items())
ROLES = list(ROLE_CHOICES.items())
TITLES = [(key, words) for key, (words, _titles) in POST_CHOICES.items()]


class AccountProposalSerializer(serializers.Serializer):
    post = serializers.IntegerField(source="post.pk")
    organization = serializers.CharField(source="post.organization.code", help_text="code of the branch")
    name = serializers.CharField(source="post.member.name")
    title = serializers.ChoiceField(Title.choices, source="post.title")
    since = serializers.DateField(source="post.since")
    role = serializers.ChoiceField(Role.choices)
    username = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True, help_text="why the username is not the first choice")
    refusal = serializers.CharField(allow_blank=True, help_text="why no account can be opened")


class AccountOfPostSerializer(InputSerializer):
    post = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    username = serializers.CharField(max_length=64)


class AccountsInputSerializer(InputSerializer):
    accounts = serializers.ListField(child=AccountOfPostSerializer(), max_length=200)
    role = serializers.ChoiceField(ROLES, default=BY_POST, help_text="post: by the title")


class SlipsAgainSerializer(InputSerializer):
    usernames = serializers.ListField(child=serializers.CharField(max_length=64), max_length=200)


class BatchInputSerializer(InputSerializer):
    batch = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class SlipBatchSerializer(serializers.Serializer):
    batch = serializers.IntegerField(help_text="its number, as on the slips")
    count = serializers.IntegerField()
    opened_at = serializers.DateTimeField()


class AccountSlipSerializer(TaggedRow):
    username = serializers.CharField(source="account.username")
    name = serializers.CharField(source="account.name")
    batch = serializers.IntegerField(source="batch_id")
    until = serializers.DateField(help_text="the last day on which it opens the account")
    state = serializers.ChoiceField(SlipState.choices)
    tries = serializers.IntegerField(help_text="wrong tries; five lock it")
    activated_at = serializers.DateTimeField(allow_null=True)


class PrintedSlipSerializer(serializers.Serializer):
    username = serializers.CharField(source="slip.account.username")
    name = serializers.CharField(source="member.name")
    organization = serializers.CharField(source="member.organization.code", help_text="code")
    code = serializers.CharField(help_text="shown this once; it opens nothing without what its holder knows")
    until = serializers.DateField(source="slip.until")


class PrintedSlipsSerializer(serializers.Serializer):
    slips = PrintedSlipSerializer(many=True)


class AccountPostViewSet(GenericViewSet):
    """Posts of branches whose holders have no account, with the account that would be opened for each."""

    serializer_class = AccountProposalSerializer
    queryset = AccountSlip.objects.none()
    filter_backends: list[Any] = []
    cursor_ordering = ("path", "pk")

    @extend_schema(
        responses=AccountProposalSerializer(many=True),
        parameters=[
            OpenApiParameter("organization", str, description="code; with all below it"),
            OpenApiParameter("titles", str, enum=[key for key, _words in TITLES]),
            OpenApiParameter("rule", str, enum=[key for key, _words in RULES], description="of usernames"),
        ],
    )
    def list(self, request: Request) -> Response:
        by = request.actor
        by.must_have(Capability.GRANT_MANDATES)
        refuse_unknown(request, "organization", "titles", "rule")
        asked = request.query_params
        titles = _one_of("titles", asked.get("titles") or "all", POST_CHOICES)
        rule = _one_of("rule", asked.get("rule") or "name", USERNAME_RULES)
        below = None
        if code := asked.get("organization"):
            reached = Organization.objects.visible_to(by, Capability.GRANT_MANDATES)
            below = get_object_or_404(reached, code=code)
        posts = posts_without_account(by, below, titles)
        for post in posts:
            post.path = post.organization.path  # what a page of the list begins after
        page = self.paginate_queryset(posts) or []
        made = {one.post.pk: one for one in propose_accounts(posts, rule, BY_POST, by)}
        rows = [made[post.pk] for post in page]
        return self.get_paginated_response(AccountProposalSerializer(rows, many=True).data)


def _one_of(name: str, value: str, known: Any) -> str:
    if value not in known:
        raise exceptions.ValidationError({name: [f"写其中一个：{'、'.join(known)}。"]})
    return value


class AccountSlipViewSet(GenericViewSet):
    """Printed slips of the accounts one answers for. Their codes stand nowhere: printing makes new ones."""

    queryset = AccountSlip.objects.none()
    serializer_class = AccountSlipSerializer
    filter_backends: list[Any] = []
    cursor_ordering = ("-batch_id", "-pk")

    def reached_slips(self) -> QuerySet[AccountSlip]:
        self.request.actor.must_have(Capability.GRANT_MANDATES)
        return account_slips.visible_slips(self.request.actor)

    def reached_slip(self, username: str) -> AccountSlip:
        return get_object_or_404(self.reached_slips(), account__username=username)

    @extend_schema(
        responses=AccountSlipSerializer(many=True),
        parameters=[OpenApiParameter("state", str, enum=SlipState.values)],
    )
    def list(self, request: Request) -> Response:
        found = self.reached_slips()
        refuse_unknown(request, "state")
        if state := request.query_params.get("state"):
            found = found.in_state(SlipState(_one_of("state", state, SlipState.values)), clock.today())
        rows = self.paginate_queryset(found) or []
        return self.get_paginated_response(AccountSlipSerializer(rows, many=True).data)

    @extend_schema(responses=AccountSlipSerializer)
    def retrieve(self, request: Request, username: str) -> Response:
        return Response(AccountSlipSerializer(self.reached_slip(username)).data)

    @extend_schema(request=AccountsInputSerializer, responses={201: SlipBatchSerializer})
    def create(self, request: Request) -> Response:
        """Open an account for the holder of each post, with role and link: all of them or none."""
        request.actor.must_have(Capability.GRANT_MANDATES)
        body = read_body(AccountsInputSerializer, request)
        usernames = {one["post"]: one["username"] for one in body["accounts"]}
        batch = actions.open_accounts(usernames=usernames, role=body["role"], by=request.actor)
        return _batch_response(batch, len(usernames))

    @extend_schema(request=SlipsAgainSerializer, responses={201: SlipBatchSerializer})
    def again(self, request: Request) -> Response:
        """Give new slips for these accounts; the former open nothing any more."""
        request.actor.must_have(Capability.GRANT_MANDATES)
        names = set(read_body(SlipsAgainSerializer, request)["usernames"])
        accounts = list(holders.accounts(request.actor).filter(username__in=names).order_by("pk"))
        if len(accounts) < len(names):
            raise exceptions.ValidationError(
                {"usernames": ["有的账号没有找到，或者不在您的范围内。"]}, code="not_found"
            )
        return _batch_response(actions.issue_again(accounts=accounts, by=request.actor), len(accounts))

    @extend_schema(request=BatchInputSerializer, responses=PrintedSlipsSerializer)
    def print(self, request: Request) -> Response:
        """New codes for the slips of a batch that still open something, shown this once."""
        request.actor.must_have(Capability.GRANT_MANDATES)
        number = read_body(BatchInputSerializer, request)["batch"]
        batch = get_object_or_404(account_slips.visible_batches(request.actor), pk=number)
        printed = actions.print_slips(batch=batch, by=request.actor)
        return Response(
            PrintedSlipsSerializer({"slips": printed}).data, headers={"Cache-Control": "no-store"}
        )

    @extend_schema(request=EmptySerializer, responses=AccountSlipSerializer)
    def void(self, request: Request, username: str) -> Response:
        """Make the account's slip open nothing any more."""
        slip = self.reached_slip(username)
        read_body(EmptySerializer, request)
        return Response(AccountSlipSerializer(actions.void_slip(slip=slip, by=request.actor)).data)


def _batch_response(batch: SlipBatch, count: int) -> Response:
    body = {"batch": batch.pk, "count": count, "opened_at": batch.opened_at}
    return Response(SlipBatchSerializer(body).data, status=status.HTTP_201_CREATED)
