"""Actions that lead an appraisal of members from stage to stage: begin, write, tally, conclude, advance."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.rules.temporary import temporary_refusal
from branches.selectors.actors import Actor
from branches.states import BRANCHES
from branches.workflow.transition import claim
from core import clock
from life import errors, rules
from life.actions.dispose import open_disposals
from life.actions.hold_meeting import hold_meeting
from life.models import Appraisal, AppraisalEntry
from life.selectors import appraisal_people, appraisals, ballots
from life.selectors.appraisals import Conclusion, GradeTally
from life.states import APPRAISAL_MOVES, PartMark, Stage
from meetings import errors as meetings_errors
from meetings.models import Meeting
from meetings.rules import majorities
from meetings.states import HAPPENED, Grade, Kind, Matter, Status
from members.models import Member


def begin_appraisal(*, organization: Organization, year: int, by: Actor) -> Appraisal:
    """Begin the year's appraisal with everybody on the roll of today; a probationary member takes part ungraded.

    Raises OnlyBranches, TemporaryMayNot, WrongYear, AppraisalAlreadyBegun, NobodyHere.
    """
    by.must(Capability.RECORD_MEETING, organization)
    if organization.kind not in BRANCHES:
        raise errors.OnlyBranches(organization=organization.short_name)
    if refusal := temporary_refusal(organization, "不开展民主评议党员"):
        raise refusal
    today = clock.today()
    if not today.year - 1 <= year <= today.year:
        raise errors.WrongYear.at("year", first=today.year - 1, last=today.year)
    people = list(appraisal_people.participants(organization, today))
    if not people:
        raise errors.NobodyHere
    with transaction.atomic():
        try:
            with transaction.atomic():
                appraisal = Appraisal.objects.create(organization=organization, year=year)
        except IntegrityError as there:
            raise errors.AppraisalAlreadyBegun(year=year) from there
        AppraisalEntry.objects.bulk_create(_entry(appraisal, member) for member in people)
        after = {"年度": year, "人数": len(people)}
        chain.record("appraisal.begin", by=by, subject=appraisal, where=organization, after=after)
    return appraisal


def join_appraisal(*, appraisal: Appraisal, version: int | None = None, by: Actor) -> Appraisal:
    """Catch up with the roll of today, before the vote: members who came since it began take part, and members confirmed
    since are graded (R-LIFE-07). Nobody is removed.

    Raises OutOfOrder (R-LIFE-05) once the vote has begun, NobodyJoins, Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    APPRAISAL_MOVES.require(appraisal, "join")
    people, full = appraisal_people.members_to_add(appraisal), appraisal_people.confirmed_entries(appraisal)
    if not people and not full:
        raise errors.NobodyJoins
    with claim(appraisal, APPRAISAL_MOVES, "join", by, version=version) as entry:
        AppraisalEntry.objects.bulk_create(_entry(appraisal, member) for member in people)
        AppraisalEntry.objects.filter(pk__in=[row.pk for row in full]).update(is_preparatory=False)
        names = {"加入": [member.name for member in people], "转正": [row.member.name for row in full]}
        entry.after = {word: "、".join(those) for word, those in names.items() if those}
    return appraisal


def _entry(appraisal: Appraisal, member: Member) -> AppraisalEntry:
    is_full = member.is_full_on(clock.today())
    return AppraisalEntry(appraisal=appraisal, member=member, is_preparatory=not is_full)


def write_appraisal(
    *, appraisal: Appraisal, words: Mapping[UUID, Mapping[str, str]], version: int | None = None, by: Actor
) -> Appraisal:
    """Write self-appraisals and what others said: member's uuid → {"self_text", "self_mark", "mutual_text", "mutual_mark"};
    left out stays. A mark says how the part was done, or that the member did not come.

    Raises OutOfOrder (R-LIFE-05) for what may not be written in this stage, NotInAppraisal, Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    entries = entries_of(appraisal, words)
    changed = []
    for uuid, texts in words.items():
        for name, text in texts.items():
            if getattr(entries[uuid], name) == text.strip():
                continue
            if appraisal.stage not in appraisals.WRITABLE[name]:
                label = AppraisalEntry._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                raise errors.OutOfOrder(status=Stage(appraisal.stage).label, deed=f"写{label}")
            setattr(entries[uuid], name, text.strip()[:500])
            changed.append(entries[uuid])
    with claim(appraisal, APPRAISAL_MOVES, "write", by, version=version) as entry:
        if changed:
            AppraisalEntry.objects.bulk_update(set(changed), list(appraisals.WRITABLE))
        entry.after["写了"] = "、".join(dict.fromkeys(row.member.name for row in changed))
        for stage in appraisal_people.WRITTEN_STAGES:
            marks = {row: PartMark(mark).label for row in changed if (mark := getattr(row, f"{stage}_mark"))}
            if marks:
                entry.after[stage.label] = "、".join(f"{row.member.name}{how}" for row, how in marks.items())
    return appraisal


def assess_oneself(*, appraisal: Appraisal, text: str, by: Actor) -> AppraisalEntry:
    """Write one's own self-appraisal, from one's own phone. Raises NotYours, OutOfOrder, TextNeeded."""
    entry = appraisals.own_entry(appraisal, by)
    if entry is None or not by.may(Capability.CALENDAR, appraisal.organization):
        raise NotYours(organization=appraisal.organization.short_name)
    text = text.strip()
    if len(text) < 2:
        raise errors.OutcomeNeeded.at("text", "自评写几句，至少2个字。")
    with claim(appraisal, APPRAISAL_MOVES, "assess_oneself", by) as facts:
        entry.self_text = text[:500]
        entry.save(update_fields=["self_text"])
        facts.after["写了"] = entry.member.name
    return entry


def advance_appraisal(
    *, appraisal: Appraisal, to: str, meeting: Meeting | None = None, version: int | None = None, by: Actor
) -> Appraisal:
    """Go on to the next stage, and to no other (R-LIFE-05).

    Each full member who was present has done their part of a stage before the next. The vote needs the meeting it is held in; until it is concluded from, it may be moved to another meeting without
    what was voted. The conclusion needs that meeting held and a tally for everyone who can be graded; closing needs a
    grade for each of them, and a reason when more than a third are excellent (R-LIFE-06). Who has left the branch
    since needs neither. Closing opens what must follow each incompetent grade (R-LIFE-08).

    Raises OutOfOrder, NothingWritten, MeetingNeeded, MeetingNotHeld, PollStillOpen, NotQuorate (R-MEET-06),
    NobodyGraded, TallyMissing, TooFewBallots (R-VOT-05), GradeMissing, TooManyExcellent, GradeContradictsTally, Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    moves = to == appraisal.stage == Stage.POLL and meeting is not None
    name = "change_meeting" if moves else to
    APPRAISAL_MOVES.require(appraisal, name)
    values: dict[str, Any] = {}
    entries = list(appraisal.entries.select_related("member").order_by("member_id"))
    if to == Stage.MUTUAL:
        _parts_done(appraisal, entries, Stage.SELF)
    if moves:
        values["meeting"] = _fitting(appraisal, meeting)
    elif to == Stage.POLL:
        values["meeting"] = _fitting(appraisal, meeting or appraisal.meeting)
        _parts_done(appraisal, entries, meeting=values["meeting"])
    if to == Stage.CONCLUSION:
        _parts_done(appraisal, entries)
        _tallied(appraisal, entries)
    if to == Stage.CLOSED:
        if missing := _names_without(appraisal, entries, lambda entry: entry.grade):
            raise errors.GradeMissing(names=missing)
        _within_a_third(entries, appraisal.over_reason)
        _agree_with_tally(entries)
        values["closed_on"] = clock.today()
    before = appraisal.meeting
    with claim(appraisal, APPRAISAL_MOVES, name, by, version=version, **values) as entry:
        if "meeting" in values:
            hold_meeting(appraisal, before if before != values["meeting"] else None)
        if to == Stage.CLOSED and (failed := open_disposals(entries)):
            entry.after["不合格，待处置"] = "、".join(failed)
        if moves:
            drop_votes(appraisal)
            stage = {"阶段": Stage(to).label}
            entry.before, entry.after = stage, {**stage, "评议会": f"{values['meeting'].held_on}"}
    return appraisal


def tally_appraisal(
    *,
    appraisal: Appraisal,
    tallies: Mapping[UUID, GradeTally],
    cast: int | None = None,
    version: int | None = None,
    by: Actor,
) -> Appraisal:
    """Enter the tally of paper votes by hand: member's uuid → Tally. Nobody has more votes than there were voters.

    `cast` says how many ballots came back (收回选票), by default as many as grade the one most graded; who is graded on
    fewer was abstained from on the rest.

    Raises OutOfOrder, TalliedByBallot, TallyExceedsVoters, ProbationaryGraded (R-LIFE-07), NotInAppraisal, Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    APPRAISAL_MOVES.require(appraisal, "tally")
    if appraisal.poll_id:
        raise errors.TalliedByBallot
    entries, voters = entries_of(appraisal, tallies), appraisals.voters(appraisal)
    refuse_graded_probationary(entries, tallies, "total")
    if cast is not None and cast > voters:
        raise errors.TallyExceedsVoters.at("cast", f"收回选票{cast}张，投票的只有{voters}人。")
    most = voters if cast is None else cast
    for uuid, tally in tallies.items():
        entry = entries[uuid]
        if tally.total > most:
            raise errors.TallyExceedsVoters.at(
                f"tally-{uuid}", name=entry.member.name, total=tally.total, voters=most
            )
        for name in appraisals.GRADES:
            setattr(entry, name, getattr(tally, name))
    with claim(appraisal, APPRAISAL_MOVES, "tally", by, version=version, ballots=cast) as facts:
        AppraisalEntry.objects.bulk_update(entries.values(), list(appraisals.GRADES))
        facts.after = {"填了票数": len(tallies), "投票人数": voters} | ({"收回选票": cast} if cast else {})
    return appraisal


def conclude_appraisal(
    *,
    appraisal: Appraisal,
    conclusions: Mapping[UUID, Conclusion],
    over_reason: str | None = None,
    version: int | None = None,
    by: Actor,
) -> Appraisal:
    """Write the committee's grades, from the tally and daily conduct; left out stays.

    More excellent than a third needs a written reason (R-LIFE-06: exactly a third does not); a probationary member gets
    no grade (R-LIFE-07); a grade that another one outvotes needs the reason for that person (R-VOT-05).

    Raises OutOfOrder, ProbationaryGraded, TooManyExcellent, GradeContradictsTally, NotInAppraisal, Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    APPRAISAL_MOVES.require(appraisal, "conclude")
    entries = entries_of(appraisal, conclusions)
    refuse_graded_probationary(entries, conclusions, "grade")
    for uuid, conclusion in conclusions.items():
        entry = entries[uuid]
        entry.grade = conclusion.grade
        entry.opinion, entry.case = conclusion.opinion.strip(), conclusion.case.strip()
        entry.reason = conclusion.reason.strip()[:300]
    concluded = {entry.pk: entry for entry in entries.values()}
    everyone = [concluded.get(entry.pk, entry) for entry in appraisal.entries.all()]
    reason = appraisal.over_reason if over_reason is None else over_reason.strip()[:300]
    _within_a_third(everyone, reason)
    _agree_with_tally(entries.values())
    with claim(appraisal, APPRAISAL_MOVES, "conclude", by, version=version, over_reason=reason) as facts:
        AppraisalEntry.objects.bulk_update(entries.values(), ["grade", "opinion", "case", "reason"])
        grades = [entry.grade for entry in everyone]
        facts.after = {grade.label: grades.count(grade) for grade in Grade} | {"说明": reason}
    return appraisal


def _within_a_third(entries: list[AppraisalEntry], reason: str) -> None:
    excellent = sum(entry.grade == Grade.EXCELLENT for entry in entries)
    base = appraisals.excellent_base(entries)
    most = appraisals.most_excellent(base)
    if excellent > most and len(reason) < 2:
        raise errors.TooManyExcellent.at("over_reason", excellent=excellent, base=base, most=most)


def _agree_with_tally(entries: Iterable[AppraisalEntry]) -> None:
    """A grade outvoted by another has its reason. Raises GradeContradictsTally, with a sentence beside each (R-VOT-05)."""
    fields = {}
    for entry in entries:
        votes = GradeTally.of(entry).by_grade
        if len(entry.reason) < 2 and rules.is_contradicted(entry.grade, votes):
            leading = rules.leading_grades(votes)
            facts: dict[str, Any] = {
                "name": entry.member.name,
                "leading": "、".join(Grade(grade).label for grade in leading),
                "votes": votes[leading[0]],
                "grade": Grade(entry.grade).label,
            }
            fields[f"reason-{entry.member.uuid}"] = errors.GradeContradictsTally(**facts).sentence
    if fields:
        raise errors.GradeContradictsTally(next(iter(fields.values())), fields=fields)


def must_have_enough_ballots(cast: int, entitled: int) -> None:
    """Raise TooFewBallots (R-VOT-05) where fewer voted than a grading needs."""
    least = rules.least_ballots(entitled)
    if cast < least:
        raise errors.TooFewBallots(cast=cast, entitled=entitled, least=least, missing=least - cast)


def drop_votes(appraisal: Appraisal) -> None:
    """Throw the votes away, those of the phones and those entered by hand. Raises PollStillOpen."""
    poll = appraisal.poll
    if poll is not None:
        if poll.closed_at is None:
            raise errors.PollStillOpen
        Appraisal.objects.filter(pk=appraisal.pk).update(poll=None)
        appraisal.poll = None
        poll.delete()
    Appraisal.objects.filter(pk=appraisal.pk).update(ballots=None)
    AppraisalEntry.objects.filter(appraisal=appraisal).update(**dict.fromkeys(appraisals.GRADES, 0))


def _fitting(appraisal: Appraisal, meeting: Meeting | None) -> Meeting:
    """The appraisal meeting of this branch, planned or held."""
    fits = (
        meeting is not None
        and meeting.organization_id == appraisal.organization_id
        and meeting.status != Status.CANCELLED
        and meeting.held_on.year in (appraisal.year, appraisal.year + 1)
        and meeting.kinds.filter(kind=Kind.APPRAISAL).exists()
    )
    if meeting is None or not fits:
        raise errors.MeetingNeeded.at("meeting")
    return meeting


def _parts_done(
    appraisal: Appraisal, entries: list[AppraisalEntry], *stages: Stage, meeting: Meeting | None = None
) -> None:
    """Raise NothingWritten (R-LIFE-05), naming who owes their part of these stages, by default of both."""
    asked = stages or appraisal_people.WRITTEN_STAGES
    for stage, owed in appraisal_people.owed_parts(appraisal, entries, asked, meeting).items():
        if owed:
            names = "、".join(entry.member.name for entry in owed)
            raise errors.NothingWritten(what=stage.label, count=len(owed), names=names)


def _tallied(appraisal: Appraisal, entries: list[AppraisalEntry]) -> None:
    poll, meeting = appraisal.poll, appraisal.meeting
    if poll is not None and poll.closed_at is None:
        raise errors.PollStillOpen
    if meeting is None or meeting.status not in HAPPENED:
        raise errors.MeetingNotHeld
    entitled = _voted_on_by_enough(meeting)
    cast = appraisals.ballots_cast(appraisal, entries)
    if poll is not None:
        if not cast:
            raise errors.NobodyGraded
        must_have_enough_ballots(cast, poll.entitled or entitled)
        return  # of whom everybody abstained has no votes
    if missing := _names_without(appraisal, entries, lambda entry: GradeTally.of(entry).total):
        raise errors.TallyMissing(names=missing)
    must_have_enough_ballots(cast, entitled)


def _names_without(
    appraisal: Appraisal, entries: list[AppraisalEntry], value: Callable[[AppraisalEntry], Any]
) -> str:
    """The names of those who can be graded, have not left the branch, and have no such value."""
    gone = appraisal_people.members_who_left(appraisal)
    return "、".join(
        entry.member.name
        for entry in entries
        if not (entry.is_preparatory or entry.member_id in gone or value(entry))
    )


def refuse_graded_probationary(
    entries: Mapping[UUID, AppraisalEntry], rows: Mapping[UUID, Any], value: str
) -> None:
    """A probationary member has neither votes nor a grade. Raises ProbationaryGraded (R-LIFE-07)."""
    graded = [uuid for uuid, row in rows.items() if getattr(row, value) and entries[uuid].is_preparatory]
    if graded:
        raise errors.ProbationaryGraded(names="、".join(entries[uuid].member.name for uuid in graded))


def _voted_on_by_enough(meeting: Meeting) -> int:
    """How many were entitled. Raises NotQuorate."""
    voters, majority = ballots.electorate(meeting), majorities.majority_of(Matter.APPRAISAL)
    entitled = len(voters.entitled)
    if not majority.opens(voters.voting, entitled):
        raise meetings_errors.NotQuorate(
            f"评议会有表决权应到{entitled}人，到会{voters.voting}人，至少要到{majority.least(entitled)}人，测评才算数。"
            "请再开一次民主评议会，重新测评。"
        )
    return entitled


def entries_of(appraisal: Appraisal, members: Collection[UUID]) -> dict[UUID, AppraisalEntry]:
    """The entries of these members, by the members' uuids. Raises NotInAppraisal."""
    rows = appraisal.entries.select_related("member").filter(member__uuid__in=list(members))
    entries = {entry.member.uuid: entry for entry in rows}
    if set(members) - set(entries):
        raise meetings_errors.NotInAppraisal
    return entries
