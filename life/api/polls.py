"""Viewset and serializers of votes on phones, by the same actions as the pages."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from core.api import StrictFields, read_body
from core.writes import TaggedRow
from life import actions
from life.selectors import polls
from life.selectors.ballots import CHOICES, MATTERS, VoteCount
from meetings.api.views import MeetingListViewSet
from meetings.models import Poll
from meetings.states import Matter

LARGEST_COUNT = 32767


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


class PollViewSet(MeetingListViewSet):
    """Votes on phones."""

    queryset = Poll.objects.none()
    serializer_class = PollSerializer
    cursor_ordering = "pk"

    def get_queryset(self) -> "QuerySet[Poll]":
        return polls.polls_of_meeting(self.meeting(Capability.RECORD_MEETING)).select_related("meeting")

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
        return self.page_of(self.filter_queryset(polls.open_polls_for(request.actor)), OwnBallotSerializer)

    def poll(self, uuid: UUID) -> Poll:
        rows = Poll.objects.exclude(kind=Matter.APPRAISAL).select_related("meeting__organization")
        poll = get_object_or_404(rows, uuid=uuid)
        self.require_visible(poll.meeting)
        return poll

    def answer_with_turnout(self, poll: Poll, number: int = status.HTTP_200_OK) -> Response:
        row = polls.polls_of_meeting(poll.meeting).select_related("meeting").get(pk=poll.pk)
        return Response(self.get_serializer(row).data, status=number)
