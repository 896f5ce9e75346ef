"""Pages of printed slips: who has one and what it is at, a batch to print, new ones, void ones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.states import SlipState
from branches.access.roles import Capability
from branches.selectors import holders
from core import clock
from core.errors import RuleBroken
from core.http import download
from core.keyset import page_of
from core.workbooks.writing import SheetHead, write_workbook
from members import actions
from members.selectors import account_slips

A_SHEET = 8
HEADS = ("姓名", "党组织", "用户名", "批次", "发单日期", "启用到", "状态")


@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """The slips given out, the newest first, narrowed to one state."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    mine, state = account_slips.visible_slips(request.actor), request.GET.get("state", "")
    found = mine.in_state(SlipState(state), clock.today()) if state in SlipState.values else mine
    page = page_of(request, found, order=("-batch_id", "-pk"))
    context = {
        "page": page,
        "lines": account_slips.slip_lines(page.rows),
        "states": account_slips.count_states(mine),
        "state": state,
    }
    return render(request, "members/slip_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A batch: the register to sign on receipt; POST makes new codes and shows the sheets, this once."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    found = get_object_or_404(account_slips.visible_batches(request.actor), pk=number)
    mine = account_slips.visible_slips(request.actor).filter(batch=found).order_by("pk")
    context = {"batch": found, "lines": account_slips.slip_lines(list(mine))}
    context["waiting"] = sum(line.slip.state == SlipState.WAITING for line in context["lines"])
    if request.method != "POST":
        return render(request, "members/slip_batch.html", context)
    try:
        printed = actions.print_slips(batch=found, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("linking:slips", number)
    context["sheets"] = [printed[start : start + A_SHEET] for start in range(0, len(printed), A_SHEET)]
    context["count"] = len(printed)
    context["address"] = request.get_host()
    return render(request, "members/slip_sheets.html", context)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """New slips: for the accounts named, or for all whose slips are in one state."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    accounts = holders.accounts(request.actor)
    if request.POST.get("state") in (SlipState.EXPIRED, SlipState.LOCKED):
        state = SlipState(request.POST["state"])
        mine = account_slips.visible_slips(request.actor).in_state(state, clock.today())
        accounts = accounts.filter(pk__in=mine.values("account"), is_active=True)
    else:
        keys = [int(key) for key in request.POST.getlist("account") if key.isdecimal()]
        accounts = accounts.filter(pk__in=keys)
    try:
        made = actions.issue_again(accounts=list(accounts.order_by("pk")), by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("linking:slip_list")
    return redirect("linking:slips", made.pk)


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the slip of one account open nothing any more."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    found = get_object_or_404(account_slips.visible_slips(request.actor), account=pk)
    try:
        actions.void_slip(slip=found, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.account}的领用单作废了。")
    return redirect("linking:slip_list")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The slips and what they are at as a workbook; no codes, which stand nowhere."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    rows = [
        (
            line.slip.account.name,
            line.member.organization.short_name if line.member else "",
            line.slip.account.username,
            line.slip.batch_id,
            timezone.localdate(line.slip.batch.opened_at),
            line.slip.until,
            line.word,
        )
        for line in account_slips.slip_lines(list(account_slips.visible_slips(request.actor)))
    ]
    place = request.actor.place
    head = SheetHead("领用单状态", place.name if place else "", request.actor.name)
    return download(write_workbook([("领用单", HEADS, rows)], head), "领用单状态.xlsx")
