"""Actions register_talks and strike_talk: record that two members talked, when and why, or take it back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from audit import chain
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from drafts import actions as drafts
from drafts.models import Draft
from drafts.states import WorkKind
from life import errors
from life.models import Talk
from life.selectors import talks
from life.states import WITH_SECRETARY, Occasion
from members.models import Member, Post
from members.states import Title


def register_talks(
    *,
    organization: Organization,
    one: Member,
    others: Sequence[Member],
    on: dt.date,
    occasion: str = Occasion.YEARLY,
    note: str = "",
    by: Actor,
) -> list[Talk]:
    """Register talks of one member with others on a day; whoever records for the branch, or one of the two.

    All belonged to the branch on that day. Two talk once a day, whoever began (支部工作条例 Art. 19; R-LIFE-09).

    On the occasions of Art. 19 one of each pair is the secretary of that day (R-LIFE-16).

    Raises NotYours, NobodyToTalkWith, DayAhead, NotOfTheBranch, SecretaryTalks, TalkAlreadyRegistered.
    """
    _may_register(organization, one, others, by)
    others = list(dict.fromkeys(others))
    if not others or any(other.pk == one.pk for other in others):
        raise errors.NobodyToTalkWith.at("others")
    if on > clock.today():
        raise errors.DayAhead.at("on")
    here = set(Member.objects.on_roll(organization, on).values_list("pk", flat=True))
    strangers = [member.name for member in (one, *others) if member.pk not in here]
    if strangers:
        raise errors.NotOfTheBranch.at(
            "others", names="、".join(strangers), organization=organization.short_name
        )
    if occasion in WITH_SECRETARY and not _with_secretary(organization, one, others, on):
        raise errors.SecretaryTalks.at("occasion", occasion=Occasion(occasion).label, day=short_date(on))
    with transaction.atomic():
        keys = [other.pk for other in others]
        pairs = Talk.objects.filter(Q(one=one, other_id__in=keys) | Q(other=one, one_id__in=keys), on=on)
        known = {pk for pair in pairs.values_list("one_id", "other_id") for pk in pair}
        if twice := [other for other in others if other.pk in known]:
            raise _registered_already(one, twice, on)
        try:
            with transaction.atomic():
                rows = Talk.objects.bulk_create(
                    Talk(
                        organization=organization,
                        one=one,
                        other=other,
                        on=on,
                        occasion=occasion,
                        note=note.strip()[:300],
                        by=by.user,
                        who=by.name[:64],
                    )
                    for other in others
                )
        except IntegrityError as taken:
            raise _registered_already(one, others, on) from taken
        label = {"谈话事由": Occasion(occasion).label}
        chain.record_all(
            [
                chain.entry(
                    "talk.register", by=by, subject=row, where=organization, after=_facts(row) | label
                )
                for row in rows
            ]
        )
    return rows


def strike_talk(*, talk: Talk, by: Actor) -> Talk:
    """Take back a talk registered by mistake; the entry in the audit stays, and who struck it has it in their bin. Raises
    NotYours."""
    if not talks.may_strike(talk, by):
        raise NotYours(organization=talk.organization.short_name)
    with transaction.atomic():
        Talk.objects.filter(pk=talk.pk).delete()
        drafts.lay_in_bin(
            uuid=talk.uuid,
            kind=WorkKind.TALK,
            organization=talk.organization,
            title=f"{talk.one.name}与{talk.other.name}{short_date(talk.on)}的谈话",
            fields=_bin_fields(talk),
            by=by,
        )
        chain.record("talk.strike", by=by, subject=talk, where=talk.organization, before=_facts(talk))
    return talk


def _bin_fields(talk: Talk) -> dict[str, Any]:
    keys = {"one": talk.one_id, "other": talk.other_id, "by": talk.by_id}
    return keys | {
        "on": talk.on.isoformat(),
        "occasion": talk.occasion,
        "note": talk.note,
        "who": talk.who,
    }


def make_talk_anew(row: Draft, by: Actor) -> Talk:
    """The talk that lies in the bin, as it was registered; by who might strike it. Raises NotYours, TalkAlreadyRegistered."""
    kept = row.fields
    talk = Talk(
        uuid=row.uuid,
        organization=row.organization,
        one_id=kept["one"],
        other_id=kept["other"],
        by_id=kept["by"],
        on=dt.date.fromisoformat(kept["on"]),
        occasion=kept["occasion"],
        note=kept["note"],
        who=kept["who"],
    )
    if not talks.may_strike(talk, by):
        raise NotYours(organization=talk.organization.short_name)
    try:
        with transaction.atomic():
            talk.save(force_insert=True)
    except IntegrityError as taken:
        raise _registered_already(talk.one, [talk.other], talk.on) from taken
    chain.record("talk.put_back", by=by, subject=talk, where=talk.organization, after=_facts(talk))
    return talk


def _facts(talk: Talk) -> dict[str, Any]:
    return {"谈话人": talk.one.name, "谈话对象": talk.other.name, "日期": talk.on}


def _registered_already(one: Member, others: Sequence[Member], on: dt.date) -> errors.TalkAlreadyRegistered:
    names = "、".join(other.name for other in others)
    return errors.TalkAlreadyRegistered.at("others", one=one.name, names=names, on=short_date(on))


def _with_secretary(organization: Organization, one: Member, others: Sequence[Member], on: dt.date) -> bool:
    """Whether each pair has the secretary of that day in it; while there is none, the deputy stands in."""
    posts = Post.objects.on(on).filter(organization=organization)
    for title in (Title.SECRETARY, Title.DEPUTY_SECRETARY):
        if seated := set(posts.filter(title=title).values_list("member_id", flat=True)):
            return one.pk in seated or all(other.pk in seated for other in others)
    return True


def _may_register(organization: Organization, one: Member, others: Sequence[Member], by: Actor) -> None:
    """Let whoever records for the branch register; a member their own talk, where they see the branch's calendar."""
    if by.may(Capability.RECORD_MEETING, organization):
        return
    mine = by.user is not None and (
        one.user_id == by.user.pk or (len(others) == 1 and others[0].user_id == by.user.pk)
    )
    if not (mine and by.may(Capability.CALENDAR, organization)):
        raise NotYours(organization=organization.short_name)
