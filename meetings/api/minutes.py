"""Viewsets and serializers of open tasks, amendments with two signatures, and votes on phones."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import EmptySerializer, StrictFields, read_body, refuse_unknown
from core.writes import TaggedRow
from meetings import actions
from meetings.api.serializers import MeetingAmendmentSerializer
from meetings.api.views import MeetingListViewSet
from meetings.models import Amendment, Poll, Resolution
from meetings.selectors import ballots, open_tasks
from meetings.selectors.ballots import CHOICES, MATTERS, VoteCount
from meetings.states import Matter

LARGEST_COUNT = 32767
ORGANIZATION = OpenApiParameter("organization", str, required=True, description="code")


class OpenTaskSerializer(TaggedRow):
    """A decision still to be carried out."""

    decision = serializers.IntegerField(source="id")
    meeting = serializers.UUIDField()
    held_on = serializers.DateField()
    text = serializers.CharField()
    executor = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True, help_text="what was last said of it")
    noted_on = serializers.DateField(allow_null=True)


class FollowUpInputSerializer(StrictFields, serializers.Serializer):
    is_done = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    on = serializers.DateField(allow_null=True, default=None, help_text="by default today")


class FollowUpSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    decision = serializers.IntegerField(source="resolution_id")
    is_done = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    on = serializers.DateField()
    who = serializers.CharField()


class AmendmentRefusalInputSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=300)


class PollInputSerializer(StrictFields, serializers.Serializer):
    question = serializers.CharField(max_length=300, min_length=2)
    kind = serializers.ChoiceField([(one.value, one.label) for one in MATTERS], default=Matter.ORDINARY)
    candidate = serializers.CharField(max_length=64, allow_blank=True, default="")
    is_secret = serializers.BooleanField(default=True)


class PollClosingInputSerializer(StrictFields, serializers.Serializer):
    """Papers of those without a phone, counted in the room; or nothing of it, when the vote is taken back."""

    yes = serializers.IntegerField(min_value=0, max_value=LARGEST_COUNT, default=0)
    no = serializers.IntegerField(min_value=0, max_value=LARGEST_COUNT, default=0)
    abstain = serializers.IntegerField(min_value=0, max_value=LARGEST_COUNT, default=0)
    uncast = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_COUNT,
        allow_null=True,
        default=None,
        help_text="confirms that so many of those there did not vote: asked with 409 not_everybody_voted (R-VOT-02)",
    )
    drop = serializers.BooleanField(default=False, help_text="throw the votes away; no poll remains (204)")


class PollChoiceInputSerializer(StrictFields, serializers.Serializer):
    choice = serializers.ChoiceField([(one.value, one.label) for one in CHOICES])


class PollSerializer(TaggedRow):
    """One poll. Nobody is told the votes before it is closed; afterwards they stand in the decision."""

    id = serializers.UUIDField(source="uuid")
    meeting = serializers.UUIDField(source="meeting.uuid")
    question = serializers.CharField()
    kind = serializers.ChoiceField(Matter.choices)
    candidate = serializers.CharField(allow_blank=True)
    is_secret = serializers.BooleanField()
    is_open = serializers.SerializerMethodField()
    entitled = serializers.IntegerField(allow_null=True, help_text="frozen at closing")
    present = serializers.IntegerField(allow_null=True, help_text="frozen at closing")
    voted = serializers.IntegerField(help_text="how many have voted on a phone")
    cast = serializers.IntegerField(
        allow_null=True, help_text="votes on phones and on paper, frozen at closing"
    )
    uncast = serializers.IntegerField(
        allow_null=True, help_text="there and not voted (未投), no abstention; frozen"
    )

    def get_is_open(self, poll: Poll) -> bool:
        return poll.closed_at is None


class OwnBallotSerializer(serializers.Serializer):
    """A ballot of the signed-in member."""

    poll = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="meeting.organization.code")
    question = serializers.CharField()
    kind = serializers.ChoiceField(Matter.choices)
    candidate = serializers.CharField(allow_blank=True)
    is_secret = serializers.BooleanField()
    has_voted = serializers.BooleanField()


class CastVoteSerializer(serializers.Serializer):
    poll = serializers.UUIDField(source="poll.uuid")
    has_voted = serializers.BooleanField()


@extend_schema_view(list=extend_schema(parameters=[ORGANIZATION]))
class OpenTaskViewSet(MeetingListViewSet):
    """Decisions still to be carried out, overdue ones first."""

    queryset = Resolution.objects.none()
    serializer_class = OpenTaskSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "id"

    def list(self, request: Request, **kwargs: Any) -> Response:
        refuse_unknown(request, "organization")
        visible = Organization.objects.visible_to(request.actor, Capability.CALENDAR)
        organization = get_object_or_404(visible, code=request.query_params.get("organization", ""))
        request.actor.must(Capability.VIEW, organization)
        today = clock.today()
        return self.page_of(open_tasks.open_tasks_of(organization, on=today, today=today, most=None))

    def retrieve(self, request: Request, pk: int) -> Response:
        """One that is still open."""
        found = self.resolution(pk)
        request.actor.must(Capability.VIEW, found.item.meeting.organization)
        today, place = clock.today(), found.item.meeting.organization
        tasks = open_tasks.open_tasks_of(place, on=today, today=today, most=None)
        task = next((task for task in tasks if task.id == pk), None)
        if task is None:
            raise Http404
        return Response(self.get_serializer(task).data)

    @extend_schema(request=FollowUpInputSerializer, responses={201: FollowUpSerializer})
    def follow_up(self, request: Request, pk: int) -> Response:
        """Say what became of a decision."""
        resolution = self.resolution(pk)
        body = read_body(FollowUpInputSerializer, request)
        row = actions.follow_up(resolution=resolution, by=request.actor, **body)
        return Response(FollowUpSerializer(row).data, status=status.HTTP_201_CREATED)

    def resolution(self, pk: int) -> Resolution:
        rows = Resolution.objects.select_related("item__meeting__organization")
        found = get_object_or_404(rows, pk=pk)
        self.require_visible(found.item.meeting)
        return found


class AmendmentViewSet(MeetingListViewSet):
    """Amendments of confirmed records; each takes effect with a second signature (R-REC-09)."""

    queryset = Amendment.objects.none()
    serializer_class = MeetingAmendmentSerializer
    cursor_ordering = "pk"

    def get_queryset(self) -> "QuerySet[Amendment]":
        """Those that wait, which the signed-in person may sign or has proposed; the oldest first."""
        return Amendment.objects.waiting().waiting_for(self.request.actor).for_list()

    @extend_schema(responses=MeetingAmendmentSerializer(many=True))
    def list_of_meeting(self, request: Request, uuid: UUID) -> Response:
        """All of one meeting, in their order."""
        return self.page_of(
            self.filter_queryset(self.meeting(Capability.VIEW).amendments.select_related("meeting"))
        )

    def retrieve(self, request: Request, pk: int) -> Response:
        amendment = self.amendment(pk)
        request.actor.must(Capability.VIEW, amendment.meeting.organization)
        return Response(self.get_serializer(amendment).data)

    @extend_schema(request=EmptySerializer, responses=MeetingAmendmentSerializer)
    def sign(self, request: Request, pk: int) -> Response:
        return self.decide(actions.sign_amendment, EmptySerializer, pk)

    @extend_schema(request=AmendmentRefusalInputSerializer, responses=MeetingAmendmentSerializer)
    def refuse(self, request: Request, pk: int) -> Response:
        return self.decide(actions.refuse_amendment, AmendmentRefusalInputSerializer, pk)

    @extend_schema(request=EmptySerializer, responses=MeetingAmendmentSerializer)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take one's own proposal back."""
        return self.decide(actions.withdraw_amendment, EmptySerializer, pk)

    def decide(self, verb: Any, shape: type[serializers.Serializer], pk: int) -> Response:
        amendment = self.amendment(pk)
        body = read_body(shape, self.request)
        return Response(self.get_serializer(verb(amendment=amendment, by=self.request.actor, **body)).data)

    def amendment(self, pk: int) -> Amendment:
        found = get_object_or_404(Amendment.objects.select_related("meeting__organization"), pk=pk)
        self.require_visible(found.meeting)
        return found


class PollViewSet(MeetingListViewSet):
    """Votes on phones."""

    queryset = Poll.objects.none()
    serializer_class = PollSerializer
    cursor_ordering = "pk"

    def get_queryset(self) -> "QuerySet[Poll]":
        return ballots.polls_of_meeting(self.meeting(Capability.RECORD_MEETING)).select_related("meeting")

    @extend_schema(request=PollInputSerializer, responses={201: PollSerializer})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Open a poll: while a record is written, or on the day of a planned meeting."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        poll = actions.open_poll(meeting=meeting, by=request.actor, **read_body(PollInputSerializer, request))
        return self.answer_with_turnout(poll, status.HTTP_201_CREATED)

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        poll = self.poll(uuid)
        request.actor.must(Capability.RECORD_MEETING, poll.meeting.organization)
        return self.answer_with_turnout(poll)

    @extend_schema(request=PollClosingInputSerializer, responses={200: PollSerializer, 204: None})
    def close(self, request: Request, uuid: UUID) -> Response:
        """Close it, with papers counted by hand; the tally is written into the meeting's decision. Or take it back."""
        poll = self.poll(uuid)
        request.actor.must(Capability.RECORD_MEETING, poll.meeting.organization)
        body = read_body(PollClosingInputSerializer, request)
        if body.pop("drop"):
            actions.drop_poll(poll=poll, by=request.actor)
            return Response(status=status.HTTP_204_NO_CONTENT)
        uncast = body.pop("uncast")
        actions.close_poll(poll=poll, by_hand=VoteCount(**body), uncast=uncast, by=request.actor)
        return self.answer_with_turnout(poll)

    @extend_schema(request=PollChoiceInputSerializer, responses=CastVoteSerializer)
    def cast(self, request: Request, uuid: UUID) -> Response:
        """Vote, once, for oneself."""
        poll = self.poll(uuid)
        receipt = actions.cast(poll=poll, by=request.actor, **read_body(PollChoiceInputSerializer, request))
        return Response(CastVoteSerializer(receipt).data)

    @extend_schema(responses=OwnBallotSerializer(many=True))
    def own_ballots(self, request: Request) -> Response:
        """Open polls in which the signed-in member has a ballot."""
        return self.page_of(self.filter_queryset(ballots.open_polls_for(request.actor)), OwnBallotSerializer)

    def poll(self, uuid: UUID) -> Poll:
        rows = Poll.objects.exclude(kind=Matter.APPRAISAL).select_related("meeting__organization")
        poll = get_object_or_404(rows, uuid=uuid)
        self.require_visible(poll.meeting)
        return poll

    def answer_with_turnout(self, poll: Poll, number: int = status.HTTP_200_OK) -> Response:
        row = ballots.polls_of_meeting(poll.meeting).select_related("meeting").get(pk=poll.pk)
        return Response(self.get_serializer(row).data, status=number)
