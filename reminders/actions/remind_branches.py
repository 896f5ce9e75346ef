"""An office reminds branches of what they have not held; the branch reads it and answers in one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from audit import chain
from audit.chain import AuditAction
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import NotPermitted, RuleBroken
from members.personal_data import sealing
from reminders import errors
from reminders.models import BranchReminder, Channel, Delivery
from reminders.selectors import behind_list
from reminders.selectors.behind_list import BehindRow

MOST_NOTE, MOST_ANSWER = 200, 100


@dataclass
class RemindedBranches:
    """What became of the branches that were to be reminded at once; `unread`: those of which nobody can sign in yet."""

    reminded: list[BranchReminder] = field(default_factory=list)
    refused: list[tuple[Organization, RuleBroken]] = field(default_factory=list)
    unread: list[Organization] = field(default_factory=list)


@transaction.atomic
def remind_branches(*, branches: Iterable[Organization], note: str = "", by: Actor) -> RemindedBranches:
    """Put what each branch lacks now on its desk, in one reminder each, and send it by the receiver's channels.

    A branch is reminded at most once a day and not within 24 hours of the last time. What is refused leaves the others
    reminded and is named: NotBehind, RemindedAlready, NobodyToRemind. Raises NotYours, NoteTooLong, NotPermitted.
    """
    asked = list(branches)
    for each in asked:
        by.must(Capability.VERIFY, each)
    if by.user is None:
        raise NotPermitted
    note = " ".join(note.split())
    if len(note) > MOST_NOTE:
        raise errors.NoteTooLong.at("note", most=MOST_NOTE)
    # Two offices that remind the same branch wait for each other here.
    list(Organization.objects.select_for_update().filter(pk__in=[each.pk for each in asked]).order_by("pk"))
    rows = {row.branch.pk: row for row in behind_list.behind_rows(by, clock.today())}
    done, now = RemindedBranches(), clock.now()
    sent: list[BehindRow] = []
    for each in asked:
        row = rows.get(each.pk)
        refusal = errors.NotBehind() if row is None else row.refusal
        if row is None or refusal is not None:
            done.refused.append((each, refusal or errors.NotBehind()))
            continue
        sent.append(row)
        if not row.can_sign_in:
            done.unread.append(row.branch)
    office = by.place.short_name if by.place else ""
    done.reminded = BranchReminder.objects.bulk_create(
        BranchReminder(
            organization=row.branch,
            by=by.user,
            who=by.name,
            office=office,
            at=now,
            text=row.text,
            note=note,
            receiver=str(row.contact),
        )
        for row in sent
    )
    _send(done.reminded, sent)
    chain.record_each(
        "reminder.branch",
        (
            AuditAction(
                each,
                each.organization,
                None,
                {"内容": each.text, "发给": each.receiver, **({"另加的话": note} if note else {})},
            )
            for each in done.reminded
        ),
        by=by,
    )
    return done


def _send(reminders: Sequence[BranchReminder], rows: Sequence[BehindRow]) -> None:
    """A delivery for each channel in use of each receiver; they go out in the hours of messages."""
    receivers = {
        user: reminder
        for reminder, row in zip(reminders, rows, strict=True)
        for user in (row.contact.accounts if row.contact else ())
    }
    channels = Channel.objects.in_use().filter(user__in=list(receivers)).order_by("pk")
    Delivery.objects.bulk_create(
        Delivery(reminder=receivers[channel.user_id], channel=channel) for channel in channels
    )


@transaction.atomic
def read_reminder(*, reminder: BranchReminder, by: Actor) -> BranchReminder:
    """Who keeps the branch's records has read it (已阅); the first who has is remembered. Raises NotYours."""
    by.must(Capability.RECORD_MEETING, reminder.organization)
    read = BranchReminder.objects.filter(pk=reminder.pk, seen_at=None)
    if read.update(seen_at=clock.now(), seen_by=by.name):
        where, after = reminder.organization, {"已阅": by.name}
        chain.record("reminder.read", by=by, subject=reminder, where=where, after=after)
    reminder.refresh_from_db()
    return reminder


@transaction.atomic
def answer_reminder(*, reminder: BranchReminder, answer: str, by: Actor) -> BranchReminder:
    """The branch answers in one sentence; a later answer takes the place of the former, which the audit keeps.

    Raises NotYours, NoAnswer, NoteTooLong.
    """
    by.must(Capability.RECORD_MEETING, reminder.organization)
    answer = " ".join(answer.split())
    if not answer:
        raise errors.NoAnswer.at("answer")
    if len(answer) > MOST_ANSWER:
        raise errors.NoteTooLong.at("answer", most=MOST_ANSWER)
    row = BranchReminder.objects.select_for_update().get(pk=reminder.pk)
    if row.answer != answer:
        before, now = row.answer, clock.now()
        row.answer, row.answered_at, row.answered_by = answer, now, by.name
        if row.seen_at is None:
            row.seen_at, row.seen_by = now, by.name
        row.save(update_fields=["answer", "answered_at", "answered_by", "seen_at", "seen_by"])
        chain.record(
            "reminder.answer",
            by=by,
            subject=row,
            where=row.organization,
            before={"答复": before} if before else None,
            after={"答复": answer},
        )
    return row


def open_telephones(*, rows: Sequence[BehindRow], by: Actor) -> list[BehindRow]:
    """The rows of one page of the list with the telephones this person may see; one entry in the audit for the list."""
    seen = [row for row in rows if row.may_see_phone and row.contact and row.contact.phone_sealed]
    phones = {
        row.branch.pk: sealing.open_fact_or_mark("phone", row.contact.phone_sealed, row.contact.member)
        for row in seen
        if row.contact and row.contact.member
    }
    if phones:
        chain.record("reminder.phones", by=by, where=by.place, after={"count": len(phones)})
    return behind_list.with_phones(rows, phones)


def export_behind(*, rows: Sequence[BehindRow], filters: dict[str, str], by: Actor) -> None:
    """Record that the list was taken as a file. Raises NotPermitted."""
    by.must_have(Capability.VERIFY)
    chain.record("reminder.file", by=by, where=by.place, after={"count": len(rows), **filters})
