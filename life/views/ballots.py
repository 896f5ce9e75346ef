"""Views of votes on phones: the recorder's page of a meeting's polls, and a member's own ballots."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from core.errors import RuleBroken
from core.parsing import parse_count
from life import actions
from life.selectors import polls as poll_rows
from life.selectors.ballots import CHOICES, VoteCount
from life.selectors.polls import PollPage
from meetings.models import Meeting, Poll
from meetings.states import Matter

POLLS = "life/ballot_box.html"
OWN_BALLOTS = "life/ballot_own.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def polls(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The polls of one meeting; opens one."""
    rows = Meeting.objects.visible_to(request.actor).select_related("organization").prefetch_related("kinds")
    meeting = get_object_or_404(rows, uuid=uuid)
    request.actor.must(Capability.RECORD_MEETING, meeting.organization)
    if request.method != "POST":
        return _render_polls(request, meeting)
    data = request.POST
    try:
        actions.open_poll(
            meeting=meeting,
            question=data.get("question", ""),
            kind=data.get("kind", Matter.ORDINARY),
            candidate=data.get("candidate", ""),
            is_secret=data.get("is_secret", "1") == "1",
            by=request.actor,
        )
    except RuleBroken as refusal:
        return _render_polls(request, meeting, refusal, 409)
    messages.success(request, "表决开始了，请到会的党员打开手机投票。")
    return redirect("meetings:ballots", uuid)


@require_POST
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close a poll, with the papers counted by hand; or take it back."""
    poll = _poll(request, uuid)
    request.actor.must(Capability.RECORD_MEETING, poll.meeting.organization)
    dropped = "drop" in request.POST
    by_hand = VoteCount(*(parse_count(request.POST.get(name, "")) or 0 for name in ("yes", "no", "abstain")))
    try:
        if dropped:
            actions.drop_poll(poll=poll, by=request.actor)
        else:
            uncast = parse_count(request.POST.get("uncast", ""))
            actions.close_poll(poll=poll, by_hand=by_hand, uncast=uncast, by=request.actor)
    except RuleBroken as refusal:
        return _render_polls(request, poll.meeting, refusal, 409)
    sentence = "这项表决撤回了，投的票不算。" if dropped else "表决结束，票数已写进这次会议的决议。"
    messages.success(request, sentence)
    return redirect("meetings:ballots", poll.meeting.uuid)


@require_safe
@never_cache
def own_ballots(request: HttpRequest) -> HttpResponse:
    """The open ballots of the signed-in member."""
    return _render_own_ballots(request)


@require_POST
def cast(request: HttpRequest, uuid: UUID) -> HttpResponse:
    poll = _poll(request, uuid)
    try:
        actions.cast(poll=poll, choice=request.POST.get("choice", ""), by=request.actor)
    except RuleBroken as refusal:
        return _render_own_ballots(request, refusal, 409)
    messages.success(request, "投好了。结果在表决结束以后由主持人宣布。")
    return redirect("ballots:own")


def _render_own_ballots(
    request: HttpRequest, refusal: RuleBroken | None = None, status: int = 200
) -> HttpResponse:
    context = {"polls": list(poll_rows.open_polls_for(request.actor)), "choices": CHOICES}
    return render(request, OWN_BALLOTS, context | {"refusal": refusal}, status=status)


def _render_polls(
    request: HttpRequest, meeting: Meeting, refusal: RuleBroken | None = None, status: int = 200
) -> HttpResponse:
    values = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {"poll_page": PollPage(meeting), "meeting": meeting, "values": values}
    return render(request, POLLS, context | {"refusal": refusal}, status=status)


def _poll(request: HttpRequest, uuid: UUID) -> Poll:
    rows = Poll.objects.exclude(kind=Matter.APPRAISAL).select_related("meeting__organization")
    poll = get_object_or_404(rows, uuid=uuid)
    if not request.actor.may(Capability.CALENDAR, poll.meeting.organization):
        raise Http404
    return poll
