"""enter_make_up: note that an excused member made up the content of a meeting (补学), alone or with a visitor."""

import datetime as dt

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from life import errors
from life.selectors import make_ups
from meetings.models import Attendance, MakeUp, Meeting
from meetings.states import MakeUpMethod
from members.actions.places import must_be_about_another
from members.models import Member


def enter_make_up(
    *,
    meeting: Meeting,
    member: Member,
    note: str,
    way: str = MakeUpMethod.MATERIAL,
    done_on: dt.date | None = None,
    by: Actor,
) -> MakeUp:
    """Close what leave at a counted meeting left open. The member confirms to have read the material; a visit at
    home or a session is entered by the branch's recorder, who may enter material as well.

    Raises ConcernsYourself, NothingToMakeUp, MakeUpIncomplete.
    """
    is_own = by.user is not None and member.user_id == by.user.pk
    if not (is_own and way == MakeUpMethod.MATERIAL and by.may(Capability.CALENDAR, meeting.organization)):
        by.must(Capability.RECORD_MEETING, meeting.organization)
        must_be_about_another(member, by)
    owed = make_ups.owed_make_ups(Attendance.objects.filter(meeting=meeting, member=member))
    if not owed.exists():
        raise errors.NothingToMakeUp(name=member.name)
    note = note.strip()[:300]
    done_on = done_on or clock.today()
    if len(note) < 2 or way not in MakeUpMethod.values or not meeting.held_on <= done_on <= clock.today():
        raise errors.MakeUpIncomplete.at("note")
    row = MakeUp(
        meeting=meeting, member=member, way=way, note=note, done_on=done_on, by=by.user, who=by.name[:64]
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as made:
            raise errors.NothingToMakeUp(name=member.name) from made
        after = {"党员": member.name, "补学": f"{MakeUpMethod(way).label}，{done_on:%Y-%m-%d}"}
        chain.record("make_up.enter", by=by, subject=meeting, where=meeting.organization, after=after)
    return row
