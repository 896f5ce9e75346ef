"""待审核: the records that wait for this person, confirmed together or one after the other."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.selectors.requested_place import requested_place
from core.dates_zh import short_date
from core.errors import NotPermitted, RuleBroken
from core.http import download, posted_data
from core.parsing import parse_number, parse_uuid
from core.workbooks.writing import SheetHead, filter_words, write_workbook
from dashboards.actions import confirm_each, export_review
from dashboards.filters import ReviewFilter
from dashboards.forms import ReviewForm
from dashboards.selectors import review_list
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from meetings.selectors.meeting_page import MeetingPage
from meetings.states import Status
from obligations.actions import take_back_confirmation

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def records_to_review(request: HttpRequest) -> HttpResponse:
    if not request.actor.reach.has(Capability.VERIFY):
        raise NotPermitted
    if request.method == "POST":
        return _confirm_picked(request)
    filters = ReviewFilter(request.GET, review_list.waiting_records(request.actor), request=request)
    found = filters.qs if filters.is_valid() else Meeting.objects.none()
    page = Paginator(review_list.with_names(found), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "place": requested_place(request.GET, request.actor),
        "page": page,
        "rows": review_list.rows_of(page.object_list),
        "counts": review_list.counts(review_list.waiting_records(request.actor)),
        "decided": review_list.decided_today(request.actor),
        "returned": review_list.returned_by(request.actor),
    }
    return render(request, "dashboards/review_list.html", context)


HEADS = [
    "街道",
    "党组织",
    "编号",
    "会议",
    "开会日期",
    "提交",
    "谁提交",
    "等了几天",
    "应到",
    "到会",
    "提交时的提示",
]


@require_safe
def review_file(request: HttpRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    if not request.actor.reach.has(Capability.VERIFY):
        raise NotPermitted
    rows = review_list.rows_of(review_list.with_names(_filtered(request)))
    export_review(rows=len(rows), filters=request.GET.dict(), by=request.actor)
    lines = [
        [
            row.street,
            row.meeting.organization.full_label,
            row.meeting.organization.code,
            row.meeting.kind_names,
            row.meeting.held_on,
            row.meeting.sent_at,
            row.meeting.sent_by,
            row.waited,
            row.meeting.expected,
            row.meeting.present,
            "没有留下" if row.hints is None else "；".join(row.hints),
        ]
        for row in rows
    ]
    place, words = request.actor.place, filter_words(ReviewFilter.base_filters, request.GET.dict())
    head = SheetHead("待审核", place.name if place else "", request.actor.name, filters=words)
    return download(write_workbook([("待审核", HEADS, lines)], head), "待审核.xlsx")


def _confirm_picked(request: HttpRequest) -> HttpResponse:
    """Each box says the record and the version seen."""
    picked = [each.partition(":")[::2] for each in request.POST.getlist("picked")[:PAGE]]
    seen = {parse_uuid(uuid): parse_number(version) or 0 for uuid, version in picked}
    seen.pop(None, None)
    rows = review_list.with_names(Meeting.objects.visible_to(request.actor, Capability.VERIFY))
    found = rows.filter(uuid__in=seen).order_by("pk")
    done = confirm_each(records=[(each, seen[each.uuid]) for each in found], by=request.actor)
    left = review_list.waiting_count(request.actor)
    if done.refused:
        names = "；".join(f"{_name(each)}：{refusal}" for each, refusal in done.refused)
        words = f"确认了{len(done.confirmed)}份，{len(done.refused)}份没有动。{names}"
        messages.warning(request, words)
    elif done.confirmed:
        messages.success(request, f"审核通过{len(done.confirmed)}份，还有{left}份。今天24:00前可以撤回。")
    else:
        messages.error(request, "先勾选要确认的记录。")
    return redirect(_address(request, "reports:review"))


@require_http_methods(["GET", "HEAD", "POST"])
def review_record(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One record of the list (its filters stand in the address); after a decision the next of the same list."""
    meeting = _meeting(request, uuid)
    form, status = ReviewForm(posted_data(request)), 200
    place = review_list.place_in(_filtered(request), meeting)
    if request.method == "POST":
        try:
            version = parse_number(request.POST.get("version", ""))
            form.decide(request.POST.get("move", ""), meeting=meeting, version=version, by=request.actor)
        except RuleBroken as refusal:
            form.add_error("comment", refusal.fields.get("comment") or str(refusal))
            meeting, status = _meeting(request, uuid), 409
            if meeting.status != Status.SUBMITTED:
                messages.error(request, str(refusal))
        else:
            return _next(request, meeting, place.following)
    context = {
        "page": MeetingPage(meeting, request.actor),
        "meeting": meeting,
        "review": form,
        "decide_at": _address(request, "reports:review_record", uuid),
        "left": place.others,
        "list_url": _address(request, "reports:review"),
        "next_url": _page_of(request, place.following),
        "previous_url": _page_of(request, place.previous),
        "decided": _decided_before(request),
    }
    return render(request, "dashboards/review_record.html", context, status=status)


def _next(request: HttpRequest, meeting: Meeting, following: UUID | None) -> HttpResponse:
    deed = "审核通过" if meeting.status == Status.CONFIRMED else "退回修改"
    messages.success(request, f"{deed}：{_name(meeting)}。")
    if following is None:
        return redirect("reports:review")
    return redirect(_address(request, "reports:review_record", following, done=meeting.uuid))


@require_POST
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Undo one's own confirmation of today; the record waits again and is shown."""
    meeting = _meeting(request, uuid)
    try:
        take_back_confirmation(meeting=meeting, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(request, "reports:review"))
    messages.success(request, f"撤回了确认，{_name(meeting)}又在待审核里。")
    return redirect(_address(request, "reports:review_record", uuid))


def _meeting(request: HttpRequest, uuid: UUID) -> Meeting:
    visible = Meeting.objects.visible_to(request.actor)
    found: Meeting = get_object_or_404(
        visible.select_related("organization__parent", "host", "recorder").prefetch_related("kinds"),
        uuid=uuid,
    )
    request.actor.must(Capability.VERIFY, found.organization)
    return found


def _filtered(request: HttpRequest) -> MeetingQuerySet:
    filters = ReviewFilter(request.GET, review_list.waiting_records(request.actor), request=request)
    rows = filters.qs if filters.is_valid() else review_list.waiting_records(request.actor)
    found: MeetingQuerySet = rows
    return found


def _decided_before(request: HttpRequest) -> Meeting | None:
    """The record this person has just confirmed, which may be taken back."""
    done = parse_uuid(request.GET.get("done", ""))
    mine = {each.step.meeting.uuid: each for each in review_list.decided_today(request.actor)} if done else {}
    found = mine.get(done)
    return found.step.meeting if found and found.may_be_taken_back else None


def _address(request: HttpRequest, name: str, uuid: UUID | None = None, done: UUID | None = None) -> str:
    """A page of the same list: with its filters."""
    query = request.GET.copy()
    query.pop("done", None)
    if done:
        query["done"] = str(done)
    url = reverse(name, args=[uuid] if uuid else [])
    return f"{url}?{query.urlencode()}" if query else url


def _page_of(request: HttpRequest, uuid: UUID | None) -> str:
    return _address(request, "reports:review_record", uuid) if uuid else ""


def _name(meeting: Meeting) -> str:
    return f"{meeting.organization.full_label}{short_date(meeting.held_on)}"
