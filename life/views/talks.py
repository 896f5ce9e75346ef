"""HTML views of talks: the year's matrix with what is missing, registering, taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.http import undo_message
from core.parsing import parse_day, parse_uuid
from drafts.models import Draft
from life import actions
from life.models import Talk
from life.selectors import appraisals, talks
from life.states import Occasion
from life.views.scope import requested_branch, requested_life_year
from members.models import Member

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest) -> HttpResponse:
    """Who has talked with whom this year and whom not yet; a member sees their own and may register one."""
    own = appraisals.own_member(request.actor)
    organization = _place(request, own)
    asked_year = requested_life_year(request)
    found = talks.of_year(organization, asked_year)
    refused: dict[str, str] = {}
    if request.method == "POST":
        try:
            registered = _register(request, organization, found)
        except RuleBroken as refusal:
            refused = refusal.fields or {"": str(refusal)}
        else:
            partners = "、".join(talk.other.name for talk in registered)
            messages.success(request, f"记下了，{registered[0].one.name}和{partners}谈过了。")
            return redirect(
                f"{reverse('life:talks')}?organization={organization.code}&year={asked_year}#gaps-title"
            )
    sees = request.actor.may(Capability.VIEW, organization)
    listed = [
        talk for talk in found.talks if sees or (own is not None and own.pk in (talk.one_id, talk.other_id))
    ]
    may_record = request.actor.may(Capability.RECORD_MEETING, organization)
    people = [(str(member.uuid), member.name) for member in found.everyone]
    context: dict[str, Any] = {
        "organization": organization,
        "year": asked_year,
        "years": range(clock.today().year, clock.today().year - 3, -1),
        "found": found,
        "gaps": found.gaps if sees else [],
        "sees": sees,
        "may_record": may_record,
        "people": people,
        "partners": people
        if may_record or own is None
        else [row for row in people if row[0] != str(own.uuid)],
        "own": own,
        "listed": [
            (
                talk,
                talk.note if talks.may_read_note(talk, request.actor, own) else "",
                talks.may_strike(talk, request.actor),
            )
            for talk in listed[:SHOWN]
        ],
        "more": max(0, len(listed) - SHOWN),
        "occasions": Occasion.choices,
        "talked_on": request.POST.get("on") or clock.today(),
        "refused": refused,
        "sent": request.POST,
        "chosen": request.POST.getlist("others") or request.GET.getlist("others"),
        "begun": request.POST.get("one") or request.GET.get("one") or (str(own.uuid) if own else ""),
    }
    return render(request, "life/talk_year.html", context, status=409 if refused else 200)


def _place(request: HttpRequest, own: Member | None) -> Organization:
    """The requested branch; for an ordinary member, their own."""
    if request.actor.reach.has(Capability.VIEW):
        return requested_branch(request)
    if own is None or not request.actor.may(Capability.CALENDAR, own.organization):
        raise NotPermitted
    return own.organization


def _register(request: HttpRequest, organization: Organization, found: talks.TalkYear) -> list[Talk]:
    here = {member.uuid for member in found.everyone}
    one = parse_uuid(request.POST.get("one", ""))
    others = [
        uuid for text in request.POST.getlist("others") if (uuid := parse_uuid(text)) in here and uuid != one
    ]
    known = [uuid for uuid in (one, *others) if uuid in here]
    people = {member.uuid: member for member in Member.objects.filter(uuid__in=known)}
    occasion = request.POST.get("occasion", "")
    if one not in people:
        raise RuleBroken.at("one", "选是谁谈的。")
    return actions.register_talks(
        organization=organization,
        one=people[one],
        others=[people[uuid] for uuid in others if uuid in people],
        on=parse_day(request.POST.get("on", "")) or clock.today(),
        occasion=occasion if occasion in Occasion.values else Occasion.YEARLY,
        note=request.POST.get("note", ""),
        by=request.actor,
    )


@require_POST
def strike(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back a talk registered by mistake."""
    own = appraisals.own_member(request.actor)
    talk = get_object_or_404(talks.visible_to(request.actor, own), uuid=uuid)
    actions.strike_talk(talk=talk, by=request.actor)
    row = Draft.objects.written_by(request.actor).in_bin().get(uuid=talk.uuid)
    undo_message(request, f"删掉了{row}", "drafts:put_back", row.pk)
    return redirect(f"{reverse('life:talks')}?organization={talk.organization.code}&year={talk.on.year}")
