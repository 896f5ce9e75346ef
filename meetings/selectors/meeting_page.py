"""Read model of one meeting's page, for one person."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from audit.models import Entry
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import WEEKDAYS
from core.numbers import numeral
from meetings.errors import NotAMember
from meetings.files import duplicates
from meetings.files.duplicates import Twin
from meetings.models import AgendaItem, Amendment, Attachment, Attendance, FollowUp, Leave, Meeting, Step
from meetings.selectors import check_ins, initial_values, kind_part_lines, leaves, open_tasks, own_seat
from meetings.selectors.written_opinions import with_opinions
from meetings.states import COUNTED, AttendanceState, Kind, LeaveStatus, Status
from meetings.voting.ballot import may_vote_in
from members.models import Post
from members.states import Title

ENTRIES_SHOWN = 20


@dataclass
class MeetingPage:
    """One meeting as its page shows it, with its history and what this person may do with it."""

    meeting: Meeting
    by: Actor

    @cached_property
    def sees_content(self) -> bool:
        return self.by.may(Capability.VIEW, self.meeting.organization)

    @cached_property
    def kinds(self) -> list[str]:
        return [Kind(code).label for code in self.meeting.kind_codes]

    @cached_property
    def attendance(self) -> list[Attendance]:
        return list(self.meeting.attendances.select_related("member").order_by("id"))

    @property
    def present(self) -> list[Attendance]:
        return [row for row in self.attendance if row.is_there and row.is_expected]

    @property
    def uncounted(self) -> list[Attendance]:
        return [row for row in self.attendance if row.is_uncounted]

    @property
    def on_leave(self) -> list[Attendance]:
        return [row for row in self.attendance if row.state == AttendanceState.ON_LEAVE]

    @cached_property
    def late_leaves(self) -> set[int]:
        """Members whose leave was granted after the meeting had ended: who confirms the record sees it (R-ATT-02)."""
        if not (self.is_held and self.on_leave):
            return set()
        granted = self.meeting.leaves.filter(status=LeaveStatus.APPROVED, is_late=True)
        return set(granted.values_list("member_id", flat=True))

    @cached_property
    def signing_words(self) -> str:
        return check_ins.signing_words(self.meeting)

    @property
    def absent(self) -> list[Attendance]:
        return [row for row in self.attendance if row.state == AttendanceState.ABSENT]

    @property
    def exempt(self) -> list[Attendance]:
        return [row for row in self.attendance if row.state == AttendanceState.EXEMPT]

    @property
    def entitled(self) -> int:
        return sum(row.has_vote and row.is_expected for row in self.attendance)

    @property
    def voting(self) -> int:
        return sum(row.has_vote and row.is_there and row.is_expected for row in self.attendance)

    @cached_property
    def agenda(self) -> list[tuple[str, AgendaItem]]:
        """(二, item): the first part of a record is the turnout; a plan has none yet."""
        items = with_opinions(self.meeting.agenda.select_related("resolution").prefetch_related("statements"))
        return [(numeral(number), item) for number, item in enumerate(items, self._before_agenda + 1)]

    @property
    def _before_agenda(self) -> int:
        return int(self.is_held) + int(self.is_held and bool(self.meeting.minutes))

    @cached_property
    def is_awaited(self) -> bool:
        """Whether this person is expected at a meeting still to come: then they prepare its agenda."""
        if not self.meeting.is_upcoming:
            return False
        try:
            seat = own_seat.seat(self.meeting, own_seat.member_of(self.by))
        except NotAMember:
            return False
        return seat is not None and seat.is_expected

    @cached_property
    def own_leave(self) -> Leave | None:
        """What this person has asked for, unless withdrawn."""
        rows = self.meeting.leaves.exclude(status=LeaveStatus.WITHDRAWN)
        return rows.filter(member__user=self.by.user).order_by("-id").first()

    @property
    def minutes(self) -> list[str]:
        return [line for line in self.meeting.minutes.splitlines() if line.strip()]

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(self.meeting.attachments.filter(removed_at__isnull=True))

    @property
    def photos(self) -> list[Attachment]:
        return [one for one in self.attachments if one.kind == Attachment.Kind.PHOTO]

    @cached_property
    def twins(self) -> list[Twin]:
        """Photos that stand in other records too, for those who review or record (R-REC-08)."""
        return duplicates.twins(self.meeting, self.by) if self.photos else []

    @property
    def files(self) -> list[Attachment]:
        return [one for one in self.attachments if one.kind != Attachment.Kind.PHOTO]

    @property
    def attachments_numeral(self) -> str:
        return numeral(self._after_agenda + len(self.proceedings))

    @property
    def _after_agenda(self) -> int:
        return len(self.agenda) + self._before_agenda + 1

    @cached_property
    def proceedings(self) -> list[tuple[str, str, Any]]:
        """(五, title, lines): what the kinds of the meeting add, in the words of its paper."""
        codes = self.meeting.kind_codes
        parts: list[Any] = []
        if Kind.LECTURE in codes:
            parts += kind_part_lines.lecture_lines(self.meeting)
        if Kind.LIFE in codes:
            parts += kind_part_lines.life_lines(self.meeting)
        parts += kind_part_lines.outcome_lines(self.meeting)
        return [(numeral(number), *part) for number, part in enumerate(parts, self._after_agenda)]

    @cached_property
    def open_problems(self) -> list[Any]:
        """Rectifications not yet done, of a meeting that had a problem list."""
        if not self.stands or Kind.LIFE not in self.meeting.kind_codes:
            return []
        return list(self.meeting.problems.filter(done_on__isnull=True).select_related("member"))

    @property
    def may_prepare(self) -> bool:
        """An organizational-life meeting is prepared over weeks, before and while it is recorded."""
        return self.may_go_on and Kind.LIFE in self.meeting.kind_codes

    @cached_property
    def titles(self) -> dict[int, str]:
        """Posts of that day: 林知远（书记）."""
        place = self.meeting.organization
        rows = Post.objects.on(self.meeting.held_on).filter(
            organization_id__in=[place.pk, place.parent_id or 0],
            member_id__in=[self.meeting.host_id or 0, self.meeting.recorder_id or 0],
        )
        by_rank = sorted(
            rows.values_list("member_id", "title"),
            key=lambda row: initial_values.post_rank(row[1]),
            reverse=True,
        )
        return {pk: Title(title).label for pk, title in by_rank}

    @property
    def host(self) -> str:
        return self._name_with_post(self.meeting.host)

    @property
    def recorder(self) -> str:
        return self._name_with_post(self.meeting.recorder)

    def _name_with_post(self, member: Any) -> str:
        if member is None:
            return ""
        title = self.titles.get(member.pk)
        return f"{member.name}（{title}）" if title else member.name

    @cached_property
    def leaves(self) -> list[Leave]:
        """Requests to be excused, for those who decide them."""
        return leaves.leaves_of_meeting(self.meeting) if self.may_record else []

    @property
    def leaves_to_decide(self) -> list[Leave]:
        return [one for one in self.leaves if one.status == LeaveStatus.ASKED and one.is_another(self.by)]

    @property
    def decided_leaves(self) -> list[Leave]:
        return [leave for leave in self.leaves if leave.status != LeaveStatus.ASKED]

    @cached_property
    def guests(self) -> list[Any]:
        return list(self.meeting.guest_rows.all())

    @cached_property
    def partner_units(self) -> list[Any]:
        return list(self.meeting.partner_units.all())

    @property
    def partners(self) -> int:
        return sum(unit.number for unit in self.partner_units)

    @property
    def in_the_room(self) -> int:
        return self.partners + self.meeting.present

    @property
    def may_check_in(self) -> bool:
        """The meeting is today or to come: there is a screen to put up."""
        return self.may_go_on and self.meeting.held_on >= clock.today()

    @cached_property
    def steps(self) -> list[Any]:
        return list(self.meeting.steps.all())

    @cached_property
    def hint_lines(self) -> list[tuple[str, str]]:
        """The hints as the record was handed in, each with what was answered."""
        answers = (
            dict(self.meeting.hint_answers.values_list("sentence", "answer")) if self.meeting.hints else {}
        )
        return [(hint, answers.get(hint, "")) for hint in self.meeting.hints or ()]

    @property
    def return_step(self) -> Any:
        """For those who see the record."""
        return Step.unanswered(self.steps) if self.sees_content else None

    @property
    def sent_step(self) -> Any:
        return self._last_step(Step.Type.SUBMITTED)

    @property
    def last_return(self) -> Any:
        return self._last_step(Step.Type.RETURNED)

    @property
    def cancel_step(self) -> Any:
        """The step that set it aside, with its reason."""
        return self._last_step(Step.Type.CANCELLED)

    def _last_step(self, deed: str) -> Any:
        return next((step for step in reversed(self.steps) if step.deed == deed), None)

    @cached_property
    def amendments(self) -> list[Any]:
        """Those that are settled; the one that waits stands by itself."""
        return [one for one in self._amendments if one.status != Amendment.Status.PROPOSED]

    @cached_property
    def open_amendment(self) -> Amendment | None:
        """The amendment that waits for a second signature."""
        return next((one for one in self._amendments if one.status == Amendment.Status.PROPOSED), None)

    @cached_property
    def _amendments(self) -> list[Amendment]:
        return list(self.meeting.amendments.all())

    @property
    def may_sign(self) -> bool:
        return self.open_amendment is not None and self.open_amendment.may_be_signed_by(self.by)

    @property
    def may_withdraw(self) -> bool:
        proposer = self.open_amendment.asked_by_id if self.open_amendment else None
        return (
            proposer is not None
            and self.by.user is not None
            and proposer == self.by.user.pk
            and self.may_record
        )

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """上次决议落实情况: what this meeting was told of earlier decisions."""
        return list(self.meeting.follow_ups.select_related("resolution__item__meeting").order_by("id"))

    @cached_property
    def outcomes(self) -> dict[int, list[FollowUp]]:
        """What became of this meeting's own decisions, by decision."""
        rows: dict[int, list[FollowUp]] = {}
        for row in (
            open_tasks.standing_follow_ups().filter(resolution__item__meeting=self.meeting).order_by("id")
        ):
            rows.setdefault(row.resolution_id, []).append(row)
        return rows

    @cached_property
    def still_open(self) -> set[int]:
        """Decisions of this meeting that are still to be carried out."""
        if self.meeting.status not in COUNTED:
            return set()
        rows = open_tasks.open_decisions().filter(item__meeting=self.meeting)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def entries(self) -> list[Entry]:
        """The newest changes of this record, in the audit's words."""
        return list(
            Entry.objects.filter(subject="meetings.meeting", subject_id=str(self.meeting.uuid)).order_by(
                "-id"
            )[:ENTRIES_SHOWN]
        )

    @property
    def counts(self) -> str:
        """Whether it counts, and why not."""
        meeting = self.meeting
        if meeting.is_void:
            return "void"
        return "yes" if meeting.status in COUNTED else "no"

    @property
    def may_record(self) -> bool:
        return self.by.may(Capability.RECORD_MEETING, self.meeting.organization)

    @property
    def may_review(self) -> bool:
        return self.meeting.status == Status.SUBMITTED and self.by.may(
            Capability.VERIFY, self.meeting.organization
        )

    @property
    def may_go_on(self) -> bool:
        return self.may_record and self.meeting.status in (Status.PLANNED, Status.HELD, Status.RETURNED)

    @property
    def may_amend(self) -> bool:
        return self.may_record and self.meeting.status == Status.CONFIRMED and self.open_amendment is None

    @property
    def may_vote(self) -> bool:
        return self.may_record and may_vote_in(self.meeting)

    @property
    def may_replan(self) -> bool:
        return self.may_record and self.meeting.status == Status.PLANNED

    @property
    def may_export(self) -> bool:
        return self.by.may(Capability.EXPORT, self.meeting.organization)

    @property
    def has_actions(self) -> bool:
        return self.may_review or self.may_go_on or self.may_amend

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.meeting.held_on.weekday()]

    @property
    def is_held(self) -> bool:
        return self.meeting.is_held

    @property
    def stands(self) -> bool:
        return self.is_held and self.meeting.status != Status.CANCELLED

    @property
    def may_set_aside(self) -> bool:
        """A record begun or sent back that should not be there; a plan is called off where it is changed."""
        return self.may_record and self.meeting.status in (Status.HELD, Status.RETURNED)
