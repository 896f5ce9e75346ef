"""HTML views of a year's organizational life: standings, preparing a meeting, rectifications, a member's year."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.selectors.requested_place import requested_place
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.http import download
from core.parsing import parse_day, parse_number
from core.templatetags.states import state_word
from core.workbooks.writing import SheetHead, write_workbook
from life import actions, errors
from life.models import AppraisalEntry, Talk
from life.selectors import appraisals, disposals, standings, study_hours, talks
from life.states import DisposalKind
from life.views.scope import requested_branches, requested_life_year
from meetings.forms.initial_data import as_form_data
from meetings.forms.procedures import LifeForm, part_data
from meetings.forms.recording_form import people_offered
from meetings.models import Meeting, Problem
from meetings.record.schema import LifePart
from meetings.selectors import roll
from meetings.selectors.stored_record import stored_record
from meetings.states import Kind, Status
from members.actions import open_file
from members.models import Member

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where branches stand this year; one branch shows its rectifications too."""
    by = request.actor
    if not by.reach.has(Capability.VIEW):
        own = appraisals.own_member(by)
        if own is None:
            raise NotPermitted
        return redirect("life:member", own.uuid)
    year, today = requested_life_year(request), clock.today()
    every = standings.standings(list(requested_branches(request)), [year], today)
    order = request.GET.get("order", "")
    page = Paginator(standings.in_order(every, order), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    one = rows[0].organization if page.paginator.count == 1 else None
    context = {
        "year": year,
        "years": range(today.year, today.year - 3, -1),
        "page": page,
        "place": requested_place(request.GET, by, Capability.VIEW),
        "order": order if order in standings.ORDERS else "",
        "totals": standings.totals(every),
        "rows": rows,
        "one": rows[0] if one else None,
        "problems": standings.problems_of(one, year) if one else [],
        "disposals": disposals.with_resolutions(disposals.open_of(one, by)) if one else [],
        "disposal_kinds": DisposalKind.choices,
        "may_record": bool(one and by.may(Capability.RECORD_MEETING, one)),
        "hours": study_hours.hours_of_branch(one, year)
        if one and by.may(Capability.VIEW_MEMBERS, one)
        else None,
        "today": today,
        "deadline": standings.deadline(year),
        "grace": standings.grace(year),
    }
    return render(request, "life/life_index.html", context)


HEADS = ["上级", "党支部", "编号", "组织生活会", "哪天开", "民主评议党员", "哪天评", "整改过期"]


@require_safe
def index_file(request: HttpRequest) -> HttpResponse:
    """The year of the branches asked for, in the order of the page, as a workbook."""
    by, year = request.actor, requested_life_year(request)
    by.must_have(Capability.VIEW)
    found = standings.standings(list(requested_branches(request)), [year], clock.today())
    rows = standings.in_order(found, request.GET.get("order", ""))
    actions.export_year(year=year, rows=len(rows), filters=request.GET.dict(), by=by)
    lines = [
        [
            row.organization.parent.short_name if row.organization.parent else "",
            row.organization.short_name,
            row.organization.code,
            state_word(row.life),
            row.life_on,
            state_word(row.appraisal),
            row.appraisal_on,
            row.overdue,
        ]
        for row in rows
    ]
    place = requested_place(request.GET, by, Capability.VIEW)
    name = f"{year}年度组织生活"
    head = SheetHead(
        name, place.name if place else by.place.name, by.name, filters=f"范围：{place.name}" if place else ""
    )
    return download(write_workbook([(name, HEADS, lines)], head), f"{name}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def prepare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Prepare an organizational-life meeting over weeks: study, talks, opinions, problems."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.actor).select_related("organization", "host", "recorder"),
        uuid=uuid,
    )
    request.actor.must(Capability.RECORD_MEETING, meeting.organization)
    record = stored_record(meeting)
    if Kind.LIFE not in record.kinds:
        raise Http404
    if meeting.status not in (Status.PLANNED, Status.HELD, Status.RETURNED):
        return redirect("meetings:detail", uuid)
    seats = roll.take(meeting.organization, [Kind.LIFE], meeting.held_on)
    data = request.POST if request.method == "POST" else as_form_data(part_data(None, record.life))
    form, refusal, status = LifeForm(data, people=people_offered([], seats)), "", 200
    if request.method == "POST" and data.get("then"):  # one more row, without a script
        return render(request, "life/life_prepare.html", {"meeting": meeting, "part": form})
    if request.method == "POST" and not form.is_valid():
        status = 400
    elif request.method == "POST":
        try:
            actions.prepare_life(
                meeting=meeting,
                life=form.entry or LifePart(),
                version=parse_number(data.get("version", "")),
                by=request.actor,
            )
        except RuleBroken as broken:
            refusal, status = str(broken), 409
        else:
            messages.success(request, "存好了，可以随时接着准备。")
            return redirect("meetings:life", uuid)
    context = {"meeting": meeting, "part": form, "refusal": refusal}
    return render(request, "life/life_prepare.html", context, status=status)


@require_POST
def rectify(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mark one rectification done, with what came of it; or, with `plan`, say first what is done, by whom, until when."""
    problem = get_object_or_404(
        Problem.objects.filter(
            request.actor.reach.q(Capability.CALENDAR, at="meeting__organization")
        ).select_related("meeting__organization__parent", "member"),
        uuid=uuid,
    )
    data = request.POST
    if "plan" in data:
        due_on = parse_day(data.get("due_on", ""))
        if due_on is None:
            raise errors.MeasureNeeded.at("due_on")
        measure, owner = data.get("measure", ""), data.get("owner", "")
        actions.plan_rectification(
            problem=problem, measure=measure, owner=owner, due_on=due_on, by=request.actor
        )
        messages.success(request, "记下了，整改措施、责任人和期限写全了。")
    else:
        actions.rectify(
            problem=problem,
            done_on=parse_day(data.get("done_on", "")) or clock.today(),
            note=data.get("note", ""),
            by=request.actor,
        )
        messages.success(request, "记下了，这条整改已完成。")
    if request.POST.get("back") == "meeting":
        return redirect("meetings:detail", problem.meeting.uuid)
    place = problem.meeting.organization
    branch = place.parent if place.is_group and place.parent else place
    return redirect(f"{reverse('life:index')}?organization={branch.code}#problems-title")


@require_safe
def member(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A member's organizational life of one year: study with hours, talks, appraisals. Their own, or of one's branch."""
    by, year = request.actor, requested_life_year(request)
    who = get_object_or_404(Member.objects.visible_to(by).select_related("organization", "group"), uuid=uuid)
    open_file(member=who, by=by)
    is_own = by.user is not None and who.user_id == by.user.pk
    attended = study_hours.sessions_of_member(who, year)
    own = appraisals.own_member(by)
    spoken = talks.visible_to(by, own).filter(Q(one=who) | Q(other=who), on__year=year)
    entries = AppraisalEntry.objects.filter(member=who, appraisal__year__in=(year - 1, year)).select_related(
        "appraisal__poll"
    )
    context = {
        "who": who,
        "is_own": is_own,
        "year": year,
        "years": range(clock.today().year, clock.today().year - 3, -1),
        "attended": attended,
        "seen": set(
            Meeting.objects.visible_to(by)
            .filter(pk__in=[one.meeting.pk for one in attended])
            .values_list("pk", flat=True)
        ),
        "hours": study_hours.total(attended),
        "talks": [_talk_row(talk, who, by, own) for talk in spoken],
        "entries": entries.order_by("-appraisal__year"),
        "wanted": settings.EDUCATION_HOURS,
    }
    return render(request, "life/member_year.html", context)


def _talk_row(talk: Talk, who: Member, by: Any, own: Member | None) -> dict[str, Any]:
    other = talk.other if talk.one_id == who.pk else talk.one
    return {"talk": talk, "other": other, "note": talk.note if talks.may_read_note(talk, by, own) else ""}
