"""HTML views of the yearly appraisal: leading it, a member's self-appraisal, and the vote on the phone."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.parsing import parse_count, parse_number, parse_uuid, parse_year
from core.templatetags.words import day
from life import actions
from life.models import Appraisal
from life.selectors import appraisals
from life.selectors.appraisals import GRADES, Conclusion, GradeTally
from life.states import DisposalKind, PartMark, Stage
from life.views.scope import requested_branch
from meetings.models import Meeting, Poll
from meetings.states import GRADE_CHOICES, BallotChoice, Grade


@require_http_methods(["GET", "HEAD", "POST"])
def list_(request: HttpRequest) -> HttpResponse:
    """The appraisals of a branch by year; begin this year's or the last one's."""
    organization = requested_branch(request)
    refused = ""
    if request.method == "POST":
        try:
            begun = actions.begin_appraisal(
                organization=organization,
                year=parse_year(request.POST.get("year", "")) or 0,
                by=request.actor,
            )
        except RuleBroken as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "开始了，先写个人自评。")
            return redirect("life:appraisal", begun.uuid)
    rows = appraisals.for_list(request.actor).filter(organization=organization)
    this = clock.today().year
    begun_years = {row.year for row in rows}
    context = {
        "organization": organization,
        "rows": rows,
        "years": [year for year in (this, this - 1) if year not in begun_years],
        "may_record": request.actor.may(Capability.RECORD_MEETING, organization),
        "refused": refused,
    }
    return render(request, "life/appraisal_list.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One appraisal: where it is, what is written, and the one next step."""
    appraisal = _appraisal(request, uuid)
    refused: dict[str, str] = {}
    uncast = None
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            message = deed(request, appraisal)
        except RuleBroken as refusal:
            refused, uncast = refusal.fields | {"": str(refusal)}, refusal.facts.get("uncast")
            appraisal = _appraisal(request, uuid)
        else:
            messages.success(request, message)
            return redirect("life:appraisal", uuid)
    sent = request.POST if refused else {}
    sheet = appraisals.AppraisalTable(appraisal, request.actor, sent)
    context = {
        "sheet": sheet,
        "appraisal": appraisal,
        "grades": Grade.choices,
        "disposal_kinds": DisposalKind.choices,
        "marks": [("", "写在这里"), *PartMark.choices],
        "refused": refused,
        "uncast": uncast,
        "ballots": sent.get("cast") or appraisal.ballots or "",
        "ballots_hint": f"纸质票共收回几张；至少{sheet.least_ballots}张才有效。没写的人按弃权计。",
        "over_reason": sent.get("over_reason") or appraisal.over_reason,
        "over_hint": f"优秀一般不超过{sheet.base}人的三分之一（{sheet.most_excellent}人）；超过要写理由。",
        "meeting_choices": _choices(sheet.meetings) if sheet.next == Stage.POLL else [],
        "other_choices": _choices(sheet.others) if sheet.may_move else [],
    }
    return render(request, "life/appraisal_detail.html", context, status=409 if refused else 200)


def _choices(meetings: list[Meeting]) -> list[tuple[str, str]]:
    return [(str(row.uuid), f"{day(row.held_on, 'full')}　{row.get_status_display()}") for row in meetings]


def _appraisal(request: HttpRequest, uuid: UUID) -> Appraisal:
    return get_object_or_404(appraisals.with_entries(appraisals.for_list(request.actor)), uuid=uuid)


def _version(request: HttpRequest) -> int | None:
    return parse_number(request.POST.get("version", ""))


def _members(request: HttpRequest, prefix: str) -> dict[UUID, str]:
    """Member's id → the field's text, of fields named prefix-ID."""
    texts = {}
    for name, value in request.POST.items():
        if name.startswith(prefix) and (uuid := parse_uuid(name[len(prefix) :])):
            texts[uuid] = str(value)
    return texts


def _write(request: HttpRequest, appraisal: Appraisal) -> str:
    words: dict[UUID, dict[str, str]] = {}
    for field, prefix in (("self_text", "self-"), ("mutual_text", "mutual-")):
        for uuid, text in _members(request, prefix).items():
            words.setdefault(uuid, {})[field] = text
    for field in ("self_mark", "mutual_mark"):
        for uuid, mark in _members(request, f"{field}-").items():
            words.setdefault(uuid, {})[field] = mark if mark in PartMark.values else ""
    actions.write_appraisal(appraisal=appraisal, words=words, version=_version(request), by=request.actor)
    return "存好了。"


def _join(request: HttpRequest, appraisal: Appraisal) -> str:
    """What is typed on the same page is saved with it."""
    with transaction.atomic():
        _write(request, appraisal)
        actions.join_appraisal(appraisal=appraisal, by=request.actor)
    return "存好了，按名册补上了。"


def _tally(request: HttpRequest, appraisal: Appraisal) -> str:
    actions.tally_appraisal(
        appraisal=appraisal,
        tallies=_tallies(request),
        cast=parse_count(request.POST.get("cast", "")) or None,
        version=_version(request),
        by=request.actor,
    )
    return "票数存好了。"


def _tallies(request: HttpRequest) -> dict[UUID, GradeTally]:
    counts: dict[UUID, dict[str, int]] = {}
    for grade in GRADES:
        for uuid, text in _members(request, f"{grade}-").items():
            counts.setdefault(uuid, {})[grade] = parse_count(text) or 0
    return {uuid: GradeTally(**each) for uuid, each in counts.items()}


def _conclude(request: HttpRequest, appraisal: Appraisal) -> str:
    opinions, cases, reasons = (_members(request, name) for name in ("opinion-", "case-", "reason-"))
    conclusions = {
        uuid: Conclusion(
            grade if grade in Grade.values else "",
            opinions.get(uuid, "")[:300],
            cases.get(uuid, "")[:120],
            reasons.get(uuid, ""),
        )
        for uuid, grade in _members(request, "grade-").items()
    }
    actions.conclude_appraisal(
        appraisal=appraisal,
        conclusions=conclusions,
        over_reason=request.POST.get("over_reason"),
        version=_version(request),
        by=request.actor,
    )
    return "等次存好了。"


def _advance(request: HttpRequest, appraisal: Appraisal) -> str:
    to = request.POST.get("to", "")
    if to not in Stage.values:
        raise Http404
    uuid = parse_uuid(request.POST.get("meeting", ""))
    meeting = Meeting.objects.visible_to(request.actor).filter(uuid=uuid).first() if uuid else None
    was = appraisal.stage
    actions.advance_appraisal(
        appraisal=appraisal, to=to, meeting=meeting, version=_version(request), by=request.actor
    )
    if to == was:
        return "评议会换好了，请重新测评。"
    return f"进入{Stage(to).label}。" if to != Stage.CLOSED else "今年的民主评议完成了。"


def _open(request: HttpRequest, appraisal: Appraisal) -> str:
    again = "again" in request.POST
    actions.open_grading(appraisal=appraisal, again=again, version=_version(request), by=request.actor)
    return "测评开始了，党员在自己的工作台能看到。"


def _close(request: HttpRequest, appraisal: Appraisal) -> str:
    if appraisal.poll is None:
        raise Http404
    uncast = parse_count(request.POST.get("uncast", ""))
    actions.close_grading(poll=appraisal.poll, by_hand=_tallies(request), uncast=uncast, by=request.actor)
    return "测评结束了，票数已经统计好。"


def _withdraw(request: HttpRequest, appraisal: Appraisal) -> str:
    actions.withdraw_grading(appraisal=appraisal, version=_version(request), by=request.actor)
    return "测评撤回了，投的票都不算，可以重新开。"


DEEDS: dict[str, Callable[[HttpRequest, Appraisal], str]] = {
    "join": _join,
    "write": _write,
    "tally": _tally,
    "conclude": _conclude,
    "advance": _advance,
    "open": _open,
    "close": _close,
    "withdraw": _withdraw,
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def self_appraisal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A member's own self-appraisal."""
    appraisal = get_object_or_404(Appraisal.objects.select_related("organization"), uuid=uuid)
    entry = appraisals.own_entry(appraisal, request.actor)
    if entry is None or not request.actor.may(Capability.CALENDAR, appraisal.organization):
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            actions.assess_oneself(appraisal=appraisal, text=request.POST.get("text", ""), by=request.actor)
        except RuleBroken as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "写好了，互评结束以前还可以改。")
            return redirect("life:own", uuid)
    context = {
        "appraisal": appraisal,
        "entry": entry,
        "is_open": appraisal.stage in appraisals.WRITABLE["self_text"],
        "refused": refused,
        "text": request.POST.get("text", entry.self_text),
    }
    return render(request, "life/appraisal_own.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def grading(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The vote: each member a grade, once, in secret."""
    poll = get_object_or_404(
        Poll.objects.select_related("meeting__organization"), uuid=uuid, appraisals__isnull=False
    )
    receipt = appraisals.own_receipt(poll, request.actor)
    if receipt is None:
        if request.actor.may(Capability.CALENDAR, poll.meeting.organization):
            raise NotPermitted("您不在这次测评的投票名单上。")
        raise Http404
    refused, blank = "", ""
    marks_rest = "rest" in request.POST
    if request.method == "POST" and not marks_rest:
        try:
            actions.grade(poll=poll, choices=_members(request, "grade-"), by=request.actor)
        except RuleBroken as refusal:
            refused, blank = str(refusal), next(iter(refusal.fields), "")
        else:
            return redirect("life:grading", uuid)
    appraisal = appraisals.with_entries(Appraisal.objects.filter(poll=poll)).get()
    sheet = appraisals.AppraisalTable(appraisal, request.actor, request.POST)
    otherwise = BallotChoice.ABSTAIN.value if marks_rest else ""
    about = set(appraisals.graded_in(poll))
    rows = [
        (row, row.chosen or otherwise, blank == f"grade-{row.key}")
        for row in sheet.rows
        if row.entry.member.uuid in about
    ]
    graded = sum(bool(chosen) for _row, chosen, _blank in rows)
    context = {
        "poll": poll,
        "receipt": receipt,
        "ballot_rows": rows,
        "grades": GRADE_CHOICES,
        "graded": graded,
        "left": len(rows) - graded,
        "is_open": not receipt.has_voted and poll.closed_at is None,
        "refused": refused,
    }
    return render(request, "life/appraisal_grading.html", context, status=409 if refused else 200)
