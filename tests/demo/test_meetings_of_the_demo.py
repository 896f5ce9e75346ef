"""The demo's meetings keep to every rule that recording and submitting check."""

import datetime as dt
from collections import Counter, defaultdict

import pytest
from django.db.models import Count, F, Q
from django.utils import timezone

from core import clock
from life.selectors import ballots
from meetings.models import Attendance, Meeting, MeetingKind, MeetingNumber, Poll, Resolution, Step
from meetings.rules import checks, majorities
from meetings.selectors import record_facts, roll
from meetings.states import MAY_HOLD, THERE, AttendanceState, Kind, Matter, Reason, Status
from meetings.voting import ballot

HELD = [Status.HELD, Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED]
SENT = [Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED]


def test_the_counts_on_the_row_are_those_of_its_attendance(demo):
    there = Count("attendances", filter=Q(attendances__state__in=THERE))
    counted = Meeting.objects.annotate(
        of_all=Count("attendances", filter=~Q(attendances__state=AttendanceState.EXEMPT)),
        of_there=there,
        of_leave=Count("attendances", filter=Q(attendances__state=AttendanceState.ON_LEAVE)),
        of_absent=Count("attendances", filter=Q(attendances__state=AttendanceState.ABSENT)),
    )
    same = counted.filter(
        expected=F("of_all"), present=F("of_there"), on_leave=F("of_leave"), absent=F("of_absent")
    )
    assert same.count() == Meeting.objects.count() == demo["meetings"]


def test_the_attendance_of_every_sixteenth_record_is_the_roll_of_its_day(demo):
    held = Meeting.objects.filter(status__in=HELD).select_related("organization").prefetch_related("kinds")
    for meeting in held.order_by("id")[::16]:
        kinds = [row.kind for row in meeting.kinds.all()]
        seats = roll.take(meeting.organization, kinds, meeting.held_on)
        rows = meeting.attendances.order_by("member_id").values_list("member_id", "has_vote", "state")
        told = [(seat.member_id, seat.has_vote, not seat.is_expected) for seat in seats]
        assert [(pk, vote, state == AttendanceState.EXEMPT) for pk, vote, state in rows] == told


def test_no_check_stops_any_sixteenth_record_that_was_sent_in(demo):
    sent = Meeting.objects.filter(status__in=SENT).select_related("organization", "host", "recorder")
    for meeting in sent.order_by("id")[3::16]:
        assert checks.stops(checks.findings(record_facts.facts_of_meeting(meeting))) == []


def test_every_absence_has_a_reason_and_every_reason_occurs(demo):
    away = Attendance.objects.filter(state__in=[AttendanceState.ON_LEAVE, AttendanceState.ABSENT])
    assert not away.filter(reason_code="").exists()
    assert not away.filter(reason_code=Reason.OTHER, reason="").exists()
    assert set(away.values_list("reason_code", flat=True)) == set(Reason.values)
    assert set(away.filter(state=AttendanceState.ABSENT).values_list("reason_code", flat=True)) == {
        Reason.UNEXCUSED
    }
    states = set(Attendance.objects.values_list("state", flat=True))
    assert states == set(AttendanceState.values) - {
        AttendanceState.UNDECIDED
    }  # R-ATT-07: none once handed in


def test_decisions_are_taken_by_enough_and_passed_by_more_than_half_of_the_entitled(demo):
    voting = Q(item__meeting__attendances__has_vote=True)
    # Admission, conversion and what else decides on membership count the exempt in the base (R-STA-17).
    is_expected = ~Q(item__meeting__attendances__state="exempt") | Q(
        kind__in=[one for one in Matter.values if majorities.counts_exempt(one)]
    )
    entitled = Count("item__meeting__attendances", filter=voting & is_expected)
    there = Count(
        "item__meeting__attendances", filter=voting & Q(item__meeting__attendances__state__in=THERE)
    )
    for decision in Resolution.objects.annotate(of_entitled=entitled, of_there=there):
        assert (decision.entitled, decision.present) == (decision.of_entitled, decision.of_there)
        assert decision.present >= majorities.least_share("1/2", decision.entitled)
        assert decision.yes + decision.no + decision.abstain <= decision.present
        assert decision.passed == (decision.yes * 2 > decision.entitled)
    assert Resolution.objects.filter(passed=False).exists()


def test_every_meeting_is_of_a_kind_its_organization_holds(demo):
    for row in MeetingKind.objects.select_related("meeting__organization"):
        assert row.kind in MAY_HOLD[row.meeting.organization.kind]
    both = Meeting.objects.annotate(many=Count("kinds")).filter(many=2)
    assert both.filter(kinds__kind=Kind.GENERAL).filter(kinds__kind=Kind.THEME_DAY).exists()


def test_numbers_of_a_kind_and_year_run_without_gaps(demo):
    numbers = defaultdict(list)
    for *sequence, number in MeetingNumber.objects.values_list("organization_id", "kind", "year", "number"):
        numbers[tuple(sequence)].append(number)
    for found in numbers.values():
        assert sorted(found) == list(range(1, len(found) + 1))
    sent = Meeting.objects.filter(status__in=SENT).prefetch_related("kinds", "numbers")
    assert all(len(meeting.current_numbers) == len(meeting.kinds.all()) for meeting in sent)


def test_late_is_what_was_sent_in_more_than_seven_days_after(demo):
    for meeting in Meeting.objects.exclude(submitted_at=None):
        sent_on = timezone.localdate(meeting.submitted_at)
        assert meeting.is_late == ((sent_on - meeting.held_on).days > 7)
    assert Meeting.objects.filter(is_late=True).count() >= 10


def test_void_is_a_committee_without_half_of_itself(demo):
    for meeting in Meeting.objects.exclude(status=Status.PLANNED).prefetch_related("kinds"):
        kinds = [row.kind for row in meeting.kinds.all()]
        assert meeting.is_void == checks.is_void(kinds, checks.Turnout(meeting.expected, meeting.present))


AFTER = {
    Step.Type.PLANNED: Status.PLANNED,
    Step.Type.RECORDED: Status.HELD,
    Step.Type.SUBMITTED: Status.SUBMITTED,
    Step.Type.RETURNED: Status.RETURNED,
    Step.Type.CONFIRMED: Status.CONFIRMED,
    Step.Type.PROPOSED: Status.CONFIRMED,
}


def test_the_steps_lead_to_the_status_in_order_and_never_ahead_of_the_clock(demo):
    steps = defaultdict(list)
    for step in Step.objects.order_by("id"):
        steps[step.meeting_id].append(step)
    for meeting in Meeting.objects.all():
        told = steps[meeting.pk]
        assert meeting.status == AFTER[told[-1].deed]
        assert [step.at for step in told] == sorted(step.at for step in told)
        assert told[-1].at <= clock.now()
        sent = [step.at for step in told if step.deed == Step.Type.SUBMITTED]
        assert meeting.submitted_at == (sent[0] if sent else None)
        assert meeting.returned_count == sum(step.deed == Step.Type.RETURNED for step in told)
        # A change that waits for its second signature has not touched the record yet.
        assert meeting.version == sum(step.deed != Step.Type.PROPOSED for step in told)
        if meeting.status == Status.RETURNED:
            assert told[-1].comment


def test_what_is_planned_lies_ahead_and_what_is_recorded_behind(demo):
    assert not Meeting.objects.filter(status=Status.PLANNED, held_on__lt=clock.today()).exists()
    assert not Meeting.objects.filter(status__in=HELD, held_on__gte=clock.today()).exists()
    statuses = Counter(Meeting.objects.values_list("status", flat=True))
    assert set(statuses) == {*HELD, Status.PLANNED}
    assert statuses[Status.RETURNED] >= 2


def test_no_two_meetings_of_a_branch_overlap(demo):
    last: dict[int, dt.datetime] = {}
    for meeting in Meeting.objects.filter(status__in=HELD).order_by("starts_at"):
        assert meeting.starts_at >= last.get(meeting.organization_id, meeting.starts_at)
        last[meeting.organization_id] = meeting.ends_at


@pytest.mark.parametrize(
    "kind", [Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP, Kind.LECTURE, Kind.THEME_DAY, Kind.LIFE]
)
def test_twelve_months_hold_meetings_of_each_kind(demo, kind):
    months = Meeting.objects.of_kind(kind).dates("held_on", "month")
    assert len(months) >= {Kind.GENERAL: 6, Kind.LECTURE: 10, Kind.LIFE: 1}.get(kind, 12)


def test_one_admission_and_one_open_vote_are_what_the_records_say_of_them(demo):
    """R-DEV-11, R-DEV-12: by secret ballot, of more than half of the entitled; nobody can be told from the papers."""
    secret, by_name = Poll.objects.order_by("-is_secret")
    assert (secret.kind, secret.is_secret, by_name.kind, by_name.is_secret) == (
        "admission",
        True,
        "ordinary",
        False,
    )
    for poll in (secret, by_name):
        decision = Resolution.objects.get(item__meeting=poll.meeting, text=poll.question)
        tally = ballots.VoteCount.of(ballot.count(poll)[None])
        assert (tally.yes, tally.no, tally.abstain) == (decision.yes, decision.no, decision.abstain)
        assert tally.total == poll.present == poll.receipts.filter(has_voted=True).count()
        assert poll.entitled == decision.entitled == poll.receipts.count()
        assert poll.meeting.starts_at < poll.opened_at < poll.closed_at < poll.meeting.ends_at
        assert decision.passed
        assert checks.stops(checks.findings(record_facts.facts_of_meeting(poll.meeting))) == []
    assert set(secret.receipts.values_list("choice", flat=True)) == {""}
    assert secret.present * 2 > secret.entitled
    admitted = Resolution.objects.get(kind="admission")
    assert (admitted.form, admitted.candidate, admitted.yes * 2 > admitted.entitled) == (
        "secret",
        "沈若溪",
        True,
    )
