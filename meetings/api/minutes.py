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
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import EmptySerializer, StrictFields, refuse_unknown
from meetings import actions
from meetings.api.serializers import MeetingAmendmentSerializer, amendment_data
from meetings.api.views import MeetingLookup
from meetings.models import Amendment, Meeting, Poll, Resolution
from meetings.selectors import ballots, open_tasks
from meetings.selectors.ballots import CHOICES, MATTERS, VoteCount
from meetings.states import Matter

LARGEST_COUNT = 32767
ORGANIZATION = OpenApiParameter("organization", str, required=True, description="code")


class OpenTaskSerializer(serializers.Serializer):
    """A decision still to be carried out."""

    decision = serializers.IntegerField()
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
    drop = serializers.BooleanField(default=False, help_text="throw the votes away; no poll remains (204)")


class PollChoiceInputSerializer(StrictFields, serializers.Serializer):
    choice = serializers.ChoiceField([(one.value, one.label) for one in CHOICES])


class PollSerializer(serializers.Serializer):
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
    poll = serializers.UUIDField()
    has_voted = serializers.BooleanField()


class UnpagedViewSet(MeetingLookup, GenericViewSet):
    """A viewset whose lists are short enough to be answered whole."""

    filter_backends: list[Any] = []
    pagination_class = None


@extend_schema_view(list=extend_schema(responses=OpenTaskSerializer(many=True), parameters=[ORGANIZATION]))
class OpenTaskViewSet(UnpagedViewSet):
    """Decisions still to be carried out, overdue ones first."""

    queryset = Resolution.objects.none()
    serializer_class = OpenTaskSerializer

    def list(self, request: Request) -> Response:
        refuse_unknown(request, "organization")
        code = request.query_params.get("organization", "")
        seen = Organization.objects.visible_to(request.actor, Capability.CALENDAR).filter(code=code).first()
        if seen is None:
            raise Http404
        request.actor.must(Capability.VIEW, seen)
        today = clock.today()
        return Response(
            [
                {
                    "decision": one.id,
                    "meeting": one.meeting,
                    "held_on": one.held_on,
                    "text": one.text,
                    "executor": one.executor,
                    "due_on": one.due_on,
                    "is_overdue": one.is_overdue(today),
                    "note": one.note,
                    "noted_on": one.noted_on,
                }
                for one in open_tasks.open_tasks_of(seen, on=today, today=today)
            ]
        )

    @extend_schema(request=FollowUpInputSerializer, responses={201: FollowUpSerializer})
    def follow_up(self, request: Request, pk: int) -> Response:
        """Say what became of a decision."""
        found = get_object_or_404(Resolution.objects.select_related("item__meeting__organization"), pk=pk)
        if not request.actor.may(Capability.CALENDAR, found.item.meeting.organization):
            raise Http404
        given = self.validate_input(FollowUpInputSerializer).validated_data
        done = actions.follow_up(resolution=found, by=request.actor, **given)
        return Response(FollowUpSerializer(done).data, status=status.HTTP_201_CREATED)


@extend_schema_view(list=extend_schema(responses=MeetingAmendmentSerializer(many=True)))
class AmendmentViewSet(UnpagedViewSet):
    """Amendments of confirmed records; each takes effect with a second signature (R-REC-09)."""

    queryset = Amendment.objects.none()
    serializer_class = MeetingAmendmentSerializer

    def list(self, request: Request) -> Response:
        """Those that wait, which the signed-in person may sign or has proposed; at most 200, the oldest first."""
        refuse_unknown(request)
        rows = Amendment.objects.waiting().waiting_for(request.actor).for_list()[:200]
        return Response([amendment_data(one) for one in rows])

    @extend_schema(responses=MeetingAmendmentSerializer(many=True))
    def list_of_meeting(self, request: Request, uuid: UUID) -> Response:
        """All of one meeting, in their order."""
        refuse_unknown(request)
        rows = self.meeting(Capability.VIEW).amendments.select_related("meeting")
        return Response([amendment_data(one) for one in rows])

    @extend_schema(request=EmptySerializer, responses=MeetingAmendmentSerializer)
    def sign(self, request: Request, pk: int) -> Response:
        self.validate_input(EmptySerializer)
        return Response(
            amendment_data(actions.sign_amendment(amendment=self.get_amendment(pk), by=request.actor))
        )

    @extend_schema(request=AmendmentRefusalInputSerializer, responses=MeetingAmendmentSerializer)
    def refuse(self, request: Request, pk: int) -> Response:
        found = self.get_amendment(pk)
        comment = self.validate_input(AmendmentRefusalInputSerializer).validated_data["comment"]
        done = actions.refuse_amendment(amendment=found, comment=comment, by=request.actor)
        return Response(amendment_data(done))

    @extend_schema(request=EmptySerializer, responses=MeetingAmendmentSerializer)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take one's own proposal back."""
        self.validate_input(EmptySerializer)
        return Response(
            amendment_data(actions.withdraw_amendment(amendment=self.get_amendment(pk), by=request.actor))
        )

    def get_amendment(self, pk: int) -> Amendment:
        row = get_object_or_404(Amendment.objects.select_related("meeting__organization"), pk=pk)
        if not self.request.actor.may(Capability.CALENDAR, row.meeting.organization):
            raise Http404
        return row


@extend_schema_view(list=extend_schema(responses=PollSerializer(many=True)))
class PollViewSet(UnpagedViewSet):
    """Votes on phones."""

    queryset = Poll.objects.none()
    serializer_class = PollSerializer

    def list(self, request: Request, uuid: UUID) -> Response:
        """The polls of one meeting."""
        refuse_unknown(request)
        return Response(
            PollSerializer(self.polls_of(self.meeting(Capability.RECORD_MEETING)), many=True).data
        )

    @extend_schema(request=PollInputSerializer, responses={201: PollSerializer})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Open a poll: while a record is written, or on the day of a planned meeting."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        poll = actions.open_poll(
            meeting=meeting, by=request.actor, **self.validate_input(PollInputSerializer).validated_data
        )
        return Response(
            PollSerializer(self.polls_of(meeting).get(pk=poll.pk)).data, status=status.HTTP_201_CREATED
        )

    @extend_schema(request=PollClosingInputSerializer, responses={200: PollSerializer, 204: None})
    def close(self, request: Request, uuid: UUID) -> Response:
        """Close it, with papers counted by hand; the tally is written into the meeting's decision. Or take it back."""
        poll = self.get_poll(uuid)
        request.actor.must(Capability.RECORD_MEETING, poll.meeting.organization)
        given = self.validate_input(PollClosingInputSerializer).validated_data
        if given.pop("drop"):
            actions.drop_poll(poll=poll, by=request.actor)
            return Response(status=status.HTTP_204_NO_CONTENT)
        by_hand = VoteCount(**given)
        done = actions.close_poll(poll=poll, by_hand=by_hand, by=request.actor)
        return Response(PollSerializer(self.polls_of(poll.meeting).get(pk=done.pk)).data)

    @extend_schema(request=PollChoiceInputSerializer, responses=CastVoteSerializer)
    def cast(self, request: Request, uuid: UUID) -> Response:
        """Vote, once, for oneself."""
        poll = self.get_poll(uuid)
        choice = self.validate_input(PollChoiceInputSerializer).validated_data["choice"]
        done = actions.cast(poll=poll, choice=choice, by=request.actor)
        return Response({"poll": poll.uuid, "has_voted": done.has_voted})

    @extend_schema(responses=OwnBallotSerializer(many=True))
    def own_ballots(self, request: Request) -> Response:
        """Open polls in which the signed-in member has a ballot."""
        refuse_unknown(request)
        return Response(OwnBallotSerializer(ballots.open_polls_for(request.actor), many=True).data)

    def polls_of(self, meeting: Meeting) -> "QuerySet[Poll]":
        return ballots.polls_of_meeting(meeting).select_related("meeting")

    def get_poll(self, uuid: UUID) -> Poll:
        rows = Poll.objects.exclude(kind=Matter.APPRAISAL).select_related("meeting__organization")
        poll = get_object_or_404(rows, uuid=uuid)
        if not self.request.actor.may(Capability.CALENDAR, poll.meeting.organization):
            raise Http404
        return poll
