"""Viewsets of organizational life, with the same actions and reach as the pages."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core import clock
from core.api import read_body
from core.errors import NotPermitted
from life import actions
from life.api import kind_parts
from life.api import serializers as shapes
from life.api.lookup import BRANCH, YEAR, LifeLookup
from life.models import Appraisal
from life.selectors import appraisals, standings, study_hours
from life.selectors.appraisals import Conclusion, GradeTally
from meetings.api.serializers import VersionInputSerializer
from meetings.models import Meeting, Poll, Problem
from meetings.record.schema import MeetingRecord
from meetings.selectors.stored_record import stored_record
from meetings.states import Kind
from members.models import Member


class MeetingLifeViewSet(LifeLookup, GenericViewSet):
    """The parts of an organizational-life meeting."""

    queryset = Meeting.objects.none()
    cursor_ordering = "pk"
    filter_backends: list[Any] = []
    serializer_class = kind_parts.LifeRecordSerializer

    def meeting(self, capability: Capability) -> Meeting:
        meetings = Meeting.objects.visible_to(self.request.actor).select_related(
            "organization", "host", "recorder"
        )
        meeting = get_object_or_404(meetings, uuid=self.kwargs["uuid"])
        self.request.actor.must(capability, meeting.organization)
        return meeting

    def life_meeting(self, capability: Capability) -> tuple[Meeting, MeetingRecord]:
        meeting = self.meeting(capability)
        content = stored_record(meeting)
        if Kind.LIFE not in content.kinds:
            raise Http404
        return meeting, content

    @extend_schema(responses=kind_parts.LifeRecordSerializer)
    def life(self, request: Request, uuid: Any) -> Response:
        """The parts of an organizational-life meeting with its rectifications."""
        meeting, content = self.life_meeting(Capability.VIEW)
        return Response(kind_parts.life_data(meeting, content.life))

    @extend_schema(request=shapes.LifePreparationInputSerializer, responses=kind_parts.LifeRecordSerializer)
    def prepare(self, request: Request, uuid: Any) -> Response:
        """Write these parts while the meeting is planned, recorded or returned (支部工作条例 Art. 17)."""
        meeting, _ = self.life_meeting(Capability.RECORD_MEETING)
        body = read_body(shapes.LifePreparationInputSerializer, request)
        version = body.pop("version", None)
        life = kind_parts.build_life_part(body)
        prepared = actions.prepare_life(meeting=meeting, life=life, version=version, by=request.actor)
        return Response(kind_parts.life_data(prepared, life))


class RectificationViewSet(LifeLookup, GenericViewSet):
    queryset = Problem.objects.none()
    serializer_class = kind_parts.LifeProblemSerializer

    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(kind_parts.LifeProblemSerializer(self.problem()).data)

    @extend_schema(
        request=shapes.RectificationPlanInputSerializer, responses=kind_parts.LifeProblemSerializer
    )
    def plan(self, request: Request, uuid: Any) -> Response:
        """Say what is done about a problem, by whom and until when (R-LIFE-02)."""
        return self.change(actions.plan_rectification, shapes.RectificationPlanInputSerializer)

    @extend_schema(request=shapes.RectificationInputSerializer, responses=kind_parts.LifeProblemSerializer)
    def rectify(self, request: Request, uuid: Any) -> Response:
        """Mark a rectification done (R-LIFE-03)."""
        return self.change(actions.rectify, shapes.RectificationInputSerializer)

    def change(self, action: Callable[..., Problem], shape: type[drf.Serializer]) -> Response:
        problem = self.problem()
        self.request.actor.must(Capability.RECORD_MEETING, problem.meeting.organization)
        changed = action(problem=problem, **read_body(shape, self.request), by=self.request.actor)
        return Response(kind_parts.LifeProblemSerializer(changed).data)

    def problem(self) -> Problem:
        seen = self.request.actor.reach.q(Capability.VIEW, at="meeting__organization")
        rows = Problem.objects.filter(seen).select_related("meeting__organization", "member")
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])


class StandingViewSet(LifeLookup, GenericViewSet):
    """Where branches stand in a year: organizational-life meeting, appraisal, rectifications past due."""

    queryset = Organization.objects.none()
    serializer_class = shapes.StandingSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "path"

    @extend_schema(
        responses=shapes.StandingSerializer(many=True),
        parameters=[
            YEAR,
            OpenApiParameter("below", OpenApiTypes.STR, description="code: it and all under it"),
        ],
    )
    def list(self, request: Request) -> Response:
        query = self.query_texts("below", "year")
        year = self.year(query["year"])
        seen = Organization.objects.visible_to(request.actor, Capability.VIEW)
        rows = seen.filter(kind__in=BRANCHES).standing(clock.today())
        if query["below"]:
            rows = rows.within(get_object_or_404(seen, code=query["below"]))
        page = self.paginate_queryset(rows) or []
        found = standings.standings(page, [year], clock.today())
        return self.get_paginated_response(shapes.StandingSerializer(found, many=True).data)


class StudyHoursViewSet(LifeLookup, GenericViewSet):
    """Hours of study credited in a year, of everybody on a branch's roll (R-EDU-01, R-EDU-06)."""

    queryset = Member.objects.none()
    serializer_class = shapes.StudyHoursSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "member"

    @extend_schema(responses=shapes.StudyHoursSerializer(many=True), parameters=[BRANCH, YEAR])
    def list(self, request: Request) -> Response:
        query = self.query_texts("organization", "year")
        year, organization = self.year(query["year"]), self.branch(query["organization"])
        request.actor.must(Capability.VIEW_MEMBERS, organization)
        rows = [
            {"member": member.uuid, "name": member.name, "hours": float(hours), "sessions": sessions}
            for member, hours, sessions in study_hours.hours_of_branch(organization, year)
        ]
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.StudyHoursSerializer(page, many=True).data)


@extend_schema_view(
    list=extend_schema(
        responses=shapes.AppraisalSerializer(many=True),
        parameters=[YEAR, OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
)
class AppraisalViewSet(LifeLookup, GenericViewSet):
    """The yearly appraisal of members: self → mutual → poll → conclusion → closed (R-LIFE-05)."""

    queryset = Appraisal.objects.none()
    serializer_class = shapes.AppraisalSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "-pk"

    def requested_appraisal(self) -> Appraisal:
        rows = appraisals.with_entries(appraisals.for_list(self.request.actor))
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def answer(self, number: int = status.HTTP_200_OK) -> Response:
        return Response(shapes.AppraisalDetailSerializer(self.requested_appraisal()).data, status=number)

    def list(self, request: Request) -> Response:
        query = self.query_texts("organization", "year")
        rows = appraisals.for_list(request.actor)
        if query["year"]:
            rows = rows.filter(year=self.year(query["year"]))
        if query["organization"]:
            rows = rows.filter(organization=self.branch(query["organization"]))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.AppraisalSerializer(page, many=True).data)

    @extend_schema(request=shapes.AppraisalInputSerializer, responses={201: shapes.AppraisalDetailSerializer})
    def create(self, request: Request) -> Response:
        body = read_body(shapes.AppraisalInputSerializer, request)
        organization = self.branch(body["organization"], Capability.CALENDAR)
        appraisal = actions.begin_appraisal(organization=organization, year=body["year"], by=request.actor)
        self.kwargs["uuid"] = appraisal.uuid
        return self.answer(status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.AppraisalDetailSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return self.answer()

    @extend_schema(request=VersionInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def join(self, request: Request, uuid: Any) -> Response:
        """Catch up with the roll of today, before the vote."""
        return self.lead(actions.join_appraisal, VersionInputSerializer)

    @extend_schema(request=shapes.AppraisalTextsInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def write(self, request: Request, uuid: Any) -> Response:
        """Write self-appraisals and what others said."""
        return self.lead(actions.write_appraisal, shapes.AppraisalTextsInputSerializer, words=dict)

    @extend_schema(request=shapes.StageInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def advance(self, request: Request, uuid: Any) -> Response:
        """Go on to the next stage and no other; or, at the vote, move it to another meeting."""
        appraisal, body = self.recordable_appraisal(), read_body(shapes.StageInputSerializer, request)
        meeting_uuid = body.pop("meeting")
        meetings = Meeting.objects.visible_to(request.actor)
        meeting = meetings.filter(uuid=meeting_uuid).first() if meeting_uuid else None
        actions.advance_appraisal(appraisal=appraisal, meeting=meeting, **body, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.GradeTalliesInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def tally(self, request: Request, uuid: Any) -> Response:
        """The tally of paper votes."""
        return self.lead(actions.tally_appraisal, shapes.GradeTalliesInputSerializer, tallies=GradeTally)

    @extend_schema(request=shapes.ConclusionsInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def conclude(self, request: Request, uuid: Any) -> Response:
        """The committee's grades (R-LIFE-06, R-LIFE-07)."""
        return self.lead(
            actions.conclude_appraisal, shapes.ConclusionsInputSerializer, conclusions=Conclusion
        )

    @extend_schema(request=shapes.GradingOpeningInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def open_grading(self, request: Request, uuid: Any) -> Response:
        """Open the secret vote on phones; again, when the one before is to count for nothing."""
        return self.lead(actions.open_grading, shapes.GradingOpeningInputSerializer)

    @extend_schema(request=shapes.GradingClosingInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def close_grading(self, request: Request, uuid: Any) -> Response:
        appraisal = self.recordable_appraisal()
        body = read_body(shapes.GradingClosingInputSerializer, request)
        if appraisal.poll is None:
            raise Http404
        papers = by_member(body.pop("entries"), GradeTally)
        actions.close_grading(poll=appraisal.poll, by_hand=papers, **body, by=request.actor)
        return self.answer()

    @extend_schema(request=VersionInputSerializer, responses=shapes.AppraisalDetailSerializer)
    def withdraw_grading(self, request: Request, uuid: Any) -> Response:
        """Take an open vote back: what was cast is thrown away uncounted."""
        return self.lead(actions.withdraw_grading, VersionInputSerializer)

    @extend_schema(request=shapes.SelfAppraisalInputSerializer, responses=shapes.AppraisalEntrySerializer)
    def assess(self, request: Request, uuid: Any) -> Response:
        """One's own self-appraisal."""
        appraisal = get_object_or_404(Appraisal.objects.select_related("organization"), uuid=uuid)
        if not request.actor.may(Capability.CALENDAR, appraisal.organization):
            raise Http404
        body = read_body(shapes.SelfAppraisalInputSerializer, request)
        entry = actions.assess_oneself(appraisal=appraisal, **body, by=request.actor)
        return Response(shapes.AppraisalEntrySerializer(entry).data)

    def recordable_appraisal(self) -> Appraisal:
        appraisal = self.requested_appraisal()
        self.request.actor.must(Capability.RECORD_MEETING, appraisal.organization)
        return appraisal

    def lead(
        self, action: Callable[..., Any], shape: type[drf.Serializer], **entries: Callable[..., Any]
    ) -> Response:
        """Run an action on the appraisal with the body; `entries` names its parameter that takes the body's entries, by
        member, and what each is made into."""
        appraisal, body = self.recordable_appraisal(), read_body(shape, self.request)
        for name, kind in entries.items():
            body[name] = by_member(body.pop("entries"), kind)
        action(appraisal=appraisal, **body, by=self.request.actor)
        return self.answer()


def by_member(rows: Iterable[Mapping[str, Any]], kind: Callable[..., Any]) -> dict[UUID, Any]:
    """Member's uuid → the rest of their row, made into that kind."""
    return {row["member"]: kind(**{name: row[name] for name in row if name != "member"}) for row in rows}


class GradingViewSet(LifeLookup, GenericViewSet):
    """The secret vote of an appraisal, for those who have a vote in it."""

    queryset = Poll.objects.none()
    serializer_class = shapes.GradingSerializer

    def poll(self) -> tuple[Poll, Any]:
        rows = Poll.objects.select_related("meeting__organization").filter(appraisals__isnull=False)
        poll = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        if not self.request.actor.may(Capability.CALENDAR, poll.meeting.organization):
            raise Http404
        receipt = appraisals.own_receipt(poll, self.request.actor)
        if receipt is None:
            raise NotPermitted("您不在这次测评的投票名单上。")
        return poll, receipt

    def grading_row(self, poll: Poll, has_voted: bool) -> dict[str, Any]:
        appraisal = appraisals.with_entries(Appraisal.objects.filter(poll=poll)).get()
        return {
            "id": poll.uuid,
            "question": poll.question,
            "is_closed": poll.closed_at is not None,
            "has_voted": has_voted,
            "members": shapes.PersonReferenceSerializer(
                [entry.member for entry in appraisal.entries.all() if not entry.is_preparatory], many=True
            ).data,
        }

    @extend_schema(responses=shapes.GradingSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        poll, receipt = self.poll()
        return Response(self.grading_row(poll, receipt.has_voted))

    @extend_schema(request=shapes.GradingVoteInputSerializer, responses=shapes.GradingSerializer)
    def cast(self, request: Request, uuid: Any) -> Response:
        """Cast one's vote, once; the server keeps no link between the vote and the voter."""
        poll, _ = self.poll()
        body = read_body(shapes.GradingVoteInputSerializer, request)
        choices = {row["member"]: row["grade"] for row in body["choices"]}
        rest = body["abstains_from_rest"]
        receipt = actions.grade(poll=poll, choices=choices, abstains_from_rest=rest, by=request.actor)
        return Response(self.grading_row(poll, receipt.has_voted))
