"""JSON doors of organizational life's own procedures: the same actions and reach as the pages."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core import clock
from core.api import refuse_unknown, sent
from core.errors import NotPermitted
from core.parsing import parse_year
from life import actions
from life.api import serializers as shapes
from life.models import Appraisal, Talk
from life.selectors import appraisals, standings, talks
from life.selectors.appraisals import Conclusion, Tally
from meetings import actions as meetings_actions
from meetings.api import kind_parts
from meetings.api.serializers import VersionInputSerializer
from meetings.models import Meeting, Poll, Problem
from meetings.record.schema import MeetingRecord
from meetings.selectors import study_hours
from meetings.selectors.stored_record import stored_record
from meetings.states import Kind
from members.models import Member

YEAR = OpenApiParameter("year", OpenApiTypes.INT, description="this year unless given")
BRANCH = OpenApiParameter("organization", OpenApiTypes.STR, required=True, description="code of a branch")


class Asking:
    """What the doors have in common: the query and the body, strictly read."""

    request: Any
    kwargs: dict[str, Any]

    def asked(self, *names: str) -> dict[str, str]:
        """The query's texts; an unknown name is refused."""
        refuse_unknown(self.request, *names)
        return {name: self.request.query_params.get(name, "") for name in names}

    def year(self, text: str) -> int:
        if not text:
            return clock.today().year
        year = parse_year(text, 2000, 2200)
        if year is None:
            raise drf.ValidationError({"year": ["写四位数的年份。"]})
        return year

    def branch(self, code: str, capability: Capability = Capability.VIEW) -> Organization:
        if not code:
            raise drf.ValidationError({"organization": ["写党支部的编号。"]})
        seen = Organization.objects.visible_to(self.request.actor, capability).filter(kind__in=BRANCHES)
        return get_object_or_404(seen, code=code)

    def body(self, shape: type[drf.Serializer]) -> dict[str, Any]:
        return sent(shape, self.request)


class OfMeeting(Asking, GenericViewSet):
    """Parts of one meeting."""

    queryset = Meeting.objects.none()
    pagination_class = None
    filter_backends: list[Any] = []
    serializer_class = kind_parts.LifeRecordSerializer

    def meeting(self, capability: Capability) -> Meeting:
        found = Meeting.objects.visible_to(self.request.actor).select_related(
            "organization", "host", "recorder"
        )
        meeting = get_object_or_404(found, uuid=self.kwargs["uuid"])
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

    @extend_schema(request=shapes.PrepareShape, responses=kind_parts.LifeRecordSerializer)
    def prepare(self, request: Request, uuid: Any) -> Response:
        """Write these parts while the meeting is planned, recorded or returned (支部工作条例 Art. 17)."""
        meeting, _ = self.life_meeting(Capability.RECORD_MEETING)
        given = self.body(shapes.PrepareShape)
        version = given.pop("version", None)
        life = kind_parts.build_life_part(given)
        done = meetings_actions.prepare_life(meeting=meeting, life=life, version=version, by=request.actor)
        return Response(kind_parts.life_data(done, life))

    @extend_schema(responses=kind_parts.OutcomeSerializer(many=True))
    def outcomes(self, request: Request, uuid: Any) -> Response:
        """What was done after the meeting."""
        refuse_unknown(request)
        return Response(
            [kind_parts.outcome_data(row) for row in self.meeting(Capability.VIEW).outcomes.all()]
        )

    @extend_schema(request=shapes.OutcomeShape, responses={201: kind_parts.OutcomeSerializer})
    def add_outcome(self, request: Request, uuid: Any) -> Response:
        """Say what was done afterwards; also after the record was confirmed."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        done = meetings_actions.add_outcome(
            meeting=meeting, **self.body(shapes.OutcomeShape), by=request.actor
        )
        return Response(kind_parts.outcome_data(done), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def strike_outcome(self, request: Request, uuid: Any, pk: int) -> Response:
        """Take back what was written by mistake; the audit keeps it."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        outcome = get_object_or_404(meeting.outcomes.select_related("meeting__organization"), pk=pk)
        meetings_actions.strike_outcome(outcome=outcome, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Rectifications(Asking, GenericViewSet):
    queryset = Problem.objects.none()
    serializer_class = kind_parts.LifeProblemSerializer

    @extend_schema(request=shapes.RectifyShape, responses=kind_parts.LifeProblemSerializer)
    def rectify(self, request: Request, uuid: Any) -> Response:
        """Mark a rectification done (R-LIFE-03)."""
        seen = request.actor.reach.q(Capability.VIEW, at="meeting__organization")
        rows = Problem.objects.filter(seen).select_related("meeting__organization", "member")
        found = get_object_or_404(rows, uuid=uuid)
        request.actor.must(Capability.RECORD_MEETING, found.meeting.organization)
        done = meetings_actions.rectify(problem=found, **self.body(shapes.RectifyShape), by=request.actor)
        return Response(kind_parts.problem_data(done))


class Standings(Asking, GenericViewSet):
    """Where branches stand in a year: organizational-life meeting, appraisal, rectifications past due."""

    queryset = Organization.objects.none()
    serializer_class = shapes.StandingRow
    filter_backends: list[Any] = []
    cursor_ordering = "path"

    @extend_schema(
        responses=shapes.StandingRow(many=True),
        parameters=[
            YEAR,
            OpenApiParameter("below", OpenApiTypes.STR, description="code: it and all under it"),
        ],
    )
    def list(self, request: Request) -> Response:
        asked = self.asked("below", "year")
        year = self.year(asked["year"])
        seen = Organization.objects.visible_to(request.actor, Capability.VIEW)
        rows = seen.filter(kind__in=BRANCHES).standing(clock.today())
        if asked["below"]:
            rows = rows.within(get_object_or_404(seen, code=asked["below"]))
        page = self.paginate_queryset(rows) or []
        found = standings.standings(page, year, clock.today())
        return self.get_paginated_response([shapes.standing(row) for row in found])


class Hours(Asking, GenericViewSet):
    """Hours credited by lectures in a year, of everybody on a branch's roll (R-EDU-01)."""

    queryset = Member.objects.none()
    serializer_class = shapes.HoursRow
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=shapes.HoursRow(many=True), parameters=[BRANCH, YEAR])
    def list(self, request: Request) -> Response:
        asked = self.asked("organization", "year")
        year, organization = self.year(asked["year"]), self.branch(asked["organization"])
        request.actor.must(Capability.VIEW_MEMBERS, organization)
        people = Member.objects.on_roll(organization, talks.day_of(year)).order_by("id")
        found = study_hours.hours_by_member(people, year)
        return Response(
            [{"member": one.uuid, "name": one.name, "hours": float(found.get(one.pk, 0))} for one in people]
        )


@extend_schema_view(
    list=extend_schema(
        responses=shapes.AppraisalRow(many=True),
        parameters=[YEAR, OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
)
class Appraisals(Asking, GenericViewSet):
    """The yearly appraisal of members: self → mutual → poll → conclusion → closed (R-LIFE-05)."""

    queryset = Appraisal.objects.none()
    serializer_class = shapes.AppraisalRow
    filter_backends: list[Any] = []
    cursor_ordering = "-pk"

    def one(self) -> Appraisal:
        rows = appraisals.with_entries(appraisals.for_list(self.request.actor))
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def answer(self, number: int = status.HTTP_200_OK) -> Response:
        return Response(shapes.appraisal_detail(self.one()), status=number)

    def list(self, request: Request) -> Response:
        asked = self.asked("organization", "year")
        rows = appraisals.for_list(request.actor)
        if asked["year"]:
            rows = rows.filter(year=self.year(asked["year"]))
        if asked["organization"]:
            rows = rows.filter(organization=self.branch(asked["organization"]))
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response([shapes.appraisal(row) for row in page])

    @extend_schema(request=shapes.BeginShape, responses={201: shapes.AppraisalDetail})
    def create(self, request: Request) -> Response:
        given = self.body(shapes.BeginShape)
        organization = self.branch(given["organization"], Capability.CALENDAR)
        done = actions.begin_appraisal(organization=organization, year=given["year"], by=request.actor)
        self.kwargs["uuid"] = done.uuid
        return self.answer(status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.AppraisalDetail)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return self.answer()

    @extend_schema(request=VersionInputSerializer, responses=shapes.AppraisalDetail)
    def join(self, request: Request, uuid: Any) -> Response:
        """Catch up with the roll of today, before the vote."""
        found, given = self.mine(), self.body(VersionInputSerializer)
        actions.join_appraisal(appraisal=found, **given, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.WriteShape, responses=shapes.AppraisalDetail)
    def write(self, request: Request, uuid: Any) -> Response:
        """Write self-appraisals and what others said."""
        found, given = self.mine(), self.body(shapes.WriteShape)
        words = {one.pop("member"): one for one in map(dict, given.pop("entries"))}
        actions.write_appraisal(appraisal=found, words=words, **given, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.AdvanceShape, responses=shapes.AppraisalDetail)
    def advance(self, request: Request, uuid: Any) -> Response:
        """Go on to the next stage and no other; or, at the vote, move it to another meeting."""
        found, given = self.mine(), self.body(shapes.AdvanceShape)
        asked = given.pop("meeting")
        meeting = Meeting.objects.visible_to(request.actor).filter(uuid=asked).first() if asked else None
        actions.advance_appraisal(appraisal=found, meeting=meeting, **given, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.TalliesShape, responses=shapes.AppraisalDetail)
    def tally(self, request: Request, uuid: Any) -> Response:
        """The tally of paper votes."""
        found, given = self.mine(), self.body(shapes.TalliesShape)
        tallies = {one.pop("member"): Tally(**one) for one in map(dict, given.pop("entries"))}
        actions.tally_appraisal(appraisal=found, tallies=tallies, **given, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.ConcludeShape, responses=shapes.AppraisalDetail)
    def conclude(self, request: Request, uuid: Any) -> Response:
        """The committee's grades (R-LIFE-06, R-LIFE-07)."""
        found, given = self.mine(), self.body(shapes.ConcludeShape)
        conclusions = {one.pop("member"): Conclusion(**one) for one in map(dict, given.pop("entries"))}
        actions.conclude_appraisal(appraisal=found, conclusions=conclusions, **given, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.OpenShape, responses=shapes.AppraisalDetail)
    def open_grading(self, request: Request, uuid: Any) -> Response:
        """Open the secret vote on phones; again, when the one before is to count for nothing."""
        actions.open_grading(appraisal=self.mine(), **self.body(shapes.OpenShape), by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.CloseShape, responses=shapes.AppraisalDetail)
    def close_grading(self, request: Request, uuid: Any) -> Response:
        found, given = self.mine(), self.body(shapes.CloseShape)
        if found.poll is None:
            raise Http404
        by_hand = {one.pop("member"): Tally(**one) for one in map(dict, given["entries"])}
        actions.close_grading(poll=found.poll, by_hand=by_hand, by=request.actor)
        return self.answer()

    @extend_schema(request=shapes.AssessShape, responses=shapes.EntryRow)
    def assess(self, request: Request, uuid: Any) -> Response:
        """One's own self-appraisal."""
        found = get_object_or_404(Appraisal.objects.select_related("organization"), uuid=uuid)
        if not request.actor.may(Capability.CALENDAR, found.organization):
            raise Http404
        given = self.body(shapes.AssessShape)
        return Response(shapes.entry(actions.assess_oneself(appraisal=found, **given, by=request.actor)))

    def mine(self) -> Appraisal:
        found = self.one()
        self.request.actor.must(Capability.RECORD_MEETING, found.organization)
        return found


class Gradings(Asking, GenericViewSet):
    """The secret vote of an appraisal, for those who have a vote in it."""

    queryset = Poll.objects.none()
    serializer_class = shapes.GradingRow

    def poll(self) -> tuple[Poll, Any]:
        rows = Poll.objects.select_related("meeting__organization").filter(appraisals__isnull=False)
        found = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        if not self.request.actor.may(Capability.CALENDAR, found.meeting.organization):
            raise Http404
        receipt = appraisals.own_receipt(found, self.request.actor)
        if receipt is None:
            raise NotPermitted("您不在这次测评的投票名单上。")
        return found, receipt

    def shown(self, poll: Poll, has_voted: bool) -> dict[str, Any]:
        appraisal = appraisals.with_entries(Appraisal.objects.filter(poll=poll)).get()
        return {
            "id": poll.uuid,
            "question": poll.question,
            "is_closed": poll.closed_at is not None,
            "has_voted": has_voted,
            "members": [
                shapes.named(entry.member) for entry in appraisal.entries.all() if not entry.is_preparatory
            ],
        }

    @extend_schema(responses=shapes.GradingRow)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        poll, receipt = self.poll()
        return Response(self.shown(poll, receipt.has_voted))

    @extend_schema(request=shapes.VoteShape, responses=shapes.GradingRow)
    def cast(self, request: Request, uuid: Any) -> Response:
        """Cast one's vote, once; the server keeps no link between the vote and the voter."""
        poll, _ = self.poll()
        choices = {one["member"]: one["grade"] for one in self.body(shapes.VoteShape)["choices"]}
        receipt = actions.grade(poll=poll, choices=choices, by=request.actor)
        return Response(self.shown(poll, receipt.has_voted))


class Talks(Asking, GenericViewSet):
    """Heart-to-heart talks of a branch's year (R-LIFE-09); a member sees his own."""

    queryset = Talk.objects.none()
    serializer_class = shapes.TalkRow
    filter_backends: list[Any] = []
    cursor_ordering = ("-on", "-pk")

    @extend_schema(
        responses=shapes.TalkRow(many=True),
        parameters=[YEAR, OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
    def list(self, request: Request) -> Response:
        asked = self.asked("organization", "year")
        own = appraisals.own_member(request.actor)
        rows = talks.visible_to(request.actor, own)
        if asked["year"]:
            rows = rows.filter(on__year=self.year(asked["year"]))
        if asked["organization"]:
            rows = rows.filter(organization=self.branch(asked["organization"], Capability.CALENDAR))
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(
            [shapes.talk(row, talks.may_read_note(row, request.actor, own)) for row in page]
        )

    @extend_schema(request=shapes.TalkShape, responses={201: shapes.TalkRow(many=True)})
    def create(self, request: Request) -> Response:
        """Register talks of one with others on a day."""
        given = self.body(shapes.TalkShape)
        organization = self.branch(given.pop("organization"), Capability.CALENDAR)
        asked = [given.pop("one"), *given.pop("others")]
        here = Member.objects.on_roll(organization, given["on"]).filter(uuid__in=asked)
        people = {member.uuid: member for member in here}
        missing = [str(uuid) for uuid in asked if uuid not in people]
        if missing:
            raise drf.ValidationError({"others": [f"那天不在这个党支部：{'、'.join(missing)}"]})
        one, *others = (people[uuid] for uuid in asked)
        done = actions.register_talks(
            organization=organization, one=one, others=others, **given, by=request.actor
        )
        return Response([shapes.talk(row, True) for row in done], status=status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.GapRow(many=True), parameters=[BRANCH, YEAR])
    def gaps(self, request: Request) -> Response:
        """Who has not yet talked with whom this year."""
        asked = self.asked("organization", "year")
        found = talks.of_year(self.branch(asked["organization"]), self.year(asked["year"]))
        return Response(
            [
                {
                    "kind": gap.kind,
                    "one": shapes.named(gap.one),
                    "other": shapes.named(gap.other) if gap.other else None,
                    "sentence": gap.sentence,
                }
                for gap in found.gaps
            ]
        )

    @extend_schema(responses={204: OpenApiResponse(description="taken back")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        own = appraisals.own_member(request.actor)
        talk = get_object_or_404(talks.visible_to(request.actor, own), uuid=uuid)
        actions.strike_talk(talk=talk, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
