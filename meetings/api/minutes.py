"""JSON doors of what belongs to minutes: open tasks, amendments with two signatures, votes on phones."""

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
from core.api import StrictFields, refuse_unknown
from meetings import actions
from meetings.api.serializers import MeetingAmendment, amendment
from meetings.api.views import MeetingQuery
from meetings.models import Amendment, Meeting, Poll, Resolution
from meetings.selectors import ballots, open_tasks
from meetings.selectors.ballots import CHOICES, MATTERS, Tally
from meetings.states import Matter

MOST = 32767
PLACE = OpenApiParameter("organization", str, required=True, description="code")


class TaskRow(serializers.Serializer):
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


class FollowUpShape(StrictFields, serializers.Serializer):
    is_done = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    on = serializers.DateField(allow_null=True, default=None, help_text="by default today")


class FollowUpRow(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    decision = serializers.IntegerField(source="resolution_id")
    is_done = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    on = serializers.DateField()
    who = serializers.CharField()


class RefusalShape(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=300)


class Nothing(StrictFields, serializers.Serializer):
    """An empty body."""


class PollShape(StrictFields, serializers.Serializer):
    question = serializers.CharField(max_length=300, min_length=2)
    kind = serializers.ChoiceField([(one.value, one.label) for one in MATTERS], default=Matter.ORDINARY)
    candidate = serializers.CharField(max_length=64, allow_blank=True, default="")
    is_secret = serializers.BooleanField(default=True)


class PapersShape(StrictFields, serializers.Serializer):
    """Papers of those without a phone, counted in the room; or nothing of it, when the vote is taken back."""

    yes = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    no = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    abstain = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    drop = serializers.BooleanField(default=False, help_text="throw the votes away; no poll remains (204)")


class ChoiceShape(StrictFields, serializers.Serializer):
    choice = serializers.ChoiceField([(one.value, one.label) for one in CHOICES])


class PollRow(serializers.Serializer):
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


class PaperRow(serializers.Serializer):
    """A ballot of whoever is signed in."""

    poll = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="meeting.organization.code")
    question = serializers.CharField()
    kind = serializers.ChoiceField(Matter.choices)
    candidate = serializers.CharField(allow_blank=True)
    is_secret = serializers.BooleanField()
    has_voted = serializers.BooleanField()


class VotedRow(serializers.Serializer):
    poll = serializers.UUIDField()
    has_voted = serializers.BooleanField()


class _Doors(MeetingQuery, GenericViewSet):
    filter_backends: list[Any] = []
    pagination_class = None


@extend_schema_view(list=extend_schema(responses=TaskRow(many=True), parameters=[PLACE]))
class OpenTasks(_Doors):
    """Decisions still to be carried out, overdue ones first."""

    queryset = Resolution.objects.none()
    serializer_class = TaskRow

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
                for one in open_tasks.of(seen, on=today, today=today)
            ]
        )

    @extend_schema(request=FollowUpShape, responses={201: FollowUpRow})
    def follow_up(self, request: Request, pk: int) -> Response:
        """Say what became of a decision."""
        found = get_object_or_404(Resolution.objects.select_related("item__meeting__organization"), pk=pk)
        if not request.actor.may(Capability.CALENDAR, found.item.meeting.organization):
            raise Http404
        given = self.shape(FollowUpShape).validated_data
        done = actions.follow_up(resolution=found, by=request.actor, **given)
        return Response(FollowUpRow(done).data, status=status.HTTP_201_CREATED)


@extend_schema_view(list=extend_schema(responses=MeetingAmendment(many=True)))
class Amendments(_Doors):
    """Amendments of confirmed records; each takes effect with a second signature (R-REC-09)."""

    queryset = Amendment.objects.none()
    serializer_class = MeetingAmendment

    def list(self, request: Request) -> Response:
        """Those that wait, within reach of whoever may sign or has asked; at most 200, the oldest first."""
        refuse_unknown(request)
        rows = Amendment.objects.waiting().waiting_for(request.actor).for_list()[:200]
        return Response([amendment(one) for one in rows])

    @extend_schema(responses=MeetingAmendment(many=True))
    def of_meeting(self, request: Request, uuid: UUID) -> Response:
        """All of one meeting, in their order."""
        refuse_unknown(request)
        rows = self.meeting(Capability.VIEW).amendments.select_related("meeting")
        return Response([amendment(one) for one in rows])

    @extend_schema(request=Nothing, responses=MeetingAmendment)
    def sign(self, request: Request, pk: int) -> Response:
        self.shape(Nothing)
        return Response(amendment(actions.sign_amendment(amendment=self.found(pk), by=request.actor)))

    @extend_schema(request=RefusalShape, responses=MeetingAmendment)
    def refuse(self, request: Request, pk: int) -> Response:
        found = self.found(pk)
        comment = self.shape(RefusalShape).validated_data["comment"]
        done = actions.refuse_amendment(amendment=found, comment=comment, by=request.actor)
        return Response(amendment(done))

    @extend_schema(request=Nothing, responses=MeetingAmendment)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take one's own proposal back."""
        self.shape(Nothing)
        return Response(amendment(actions.withdraw_amendment(amendment=self.found(pk), by=request.actor)))

    def found(self, pk: int) -> Amendment:
        row = get_object_or_404(Amendment.objects.select_related("meeting__organization"), pk=pk)
        if not self.request.actor.may(Capability.CALENDAR, row.meeting.organization):
            raise Http404
        return row


@extend_schema_view(list=extend_schema(responses=PollRow(many=True)))
class Polls(_Doors):
    """Votes on phones."""

    queryset = Poll.objects.none()
    serializer_class = PollRow

    def list(self, request: Request, uuid: UUID) -> Response:
        """The polls of one meeting."""
        refuse_unknown(request)
        return Response(PollRow(self.rows(self.meeting(Capability.RECORD_MEETING)), many=True).data)

    @extend_schema(request=PollShape, responses={201: PollRow})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Open a poll: while a record is written, or on the day of a planned meeting."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        poll = actions.open_poll(meeting=meeting, by=request.actor, **self.shape(PollShape).validated_data)
        return Response(PollRow(self.rows(meeting).get(pk=poll.pk)).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PapersShape, responses={200: PollRow, 204: None})
    def close(self, request: Request, uuid: UUID) -> Response:
        """Close it, with papers counted by hand; the tally is written into the meeting's decision. Or take it back."""
        poll = self.found(uuid)
        request.actor.must(Capability.RECORD_MEETING, poll.meeting.organization)
        given = self.shape(PapersShape).validated_data
        if given.pop("drop"):
            actions.drop_poll(poll=poll, by=request.actor)
            return Response(status=status.HTTP_204_NO_CONTENT)
        by_hand = Tally(**given)
        done = actions.close_poll(poll=poll, by_hand=by_hand, by=request.actor)
        return Response(PollRow(self.rows(poll.meeting).get(pk=done.pk)).data)

    @extend_schema(request=ChoiceShape, responses=VotedRow)
    def cast(self, request: Request, uuid: UUID) -> Response:
        """Vote, once, for oneself."""
        poll = self.found(uuid)
        choice = self.shape(ChoiceShape).validated_data["choice"]
        done = actions.cast(poll=poll, choice=choice, by=request.actor)
        return Response({"poll": poll.uuid, "has_voted": done.has_voted})

    @extend_schema(responses=PaperRow(many=True))
    def own(self, request: Request) -> Response:
        """Open polls in which whoever is signed in has a ballot."""
        refuse_unknown(request)
        return Response(PaperRow(ballots.waiting_for(request.actor), many=True).data)

    def rows(self, meeting: Meeting) -> "QuerySet[Poll]":
        return ballots.of_meeting(meeting).select_related("meeting")

    def found(self, uuid: UUID) -> Poll:
        rows = Poll.objects.exclude(kind=Matter.APPRAISAL).select_related("meeting__organization")
        poll = get_object_or_404(rows, uuid=uuid)
        if not self.request.actor.may(Capability.CALENDAR, poll.meeting.organization):
            raise Http404
        return poll
