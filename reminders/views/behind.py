"""未完成的支部: the branches that lack meetings, reminding them, and the branch's own reading and answering."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from core import clock
from core.dates_zh import full_month
from core.errors import RuleBroken
from core.http import download, form_page, posted_data
from core.workbooks.writing import SheetHead, filter_words, write_workbook
from dashboards.selectors.behind import month_looked_after
from reminders import actions
from reminders.forms import AnswerForm, BehindForm, NoteForm
from reminders.models import BranchReminder
from reminders.rules.schedule import ReminderDays
from reminders.selectors import behind_list
from reminders.selectors.behind_list import BehindRow

PAGE = 50
NAMED = 8  # refused branches named in a sentence


@require_safe
def branches_behind(request: HttpRequest) -> HttpResponse:
    request.actor.must_have(Capability.VERIFY)
    today = clock.today()
    month, every = month_looked_after(today), behind_list.behind_rows(request.actor, today)
    form, rows = _narrowed(request, every)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = actions.open_telephones(rows=page.object_list, by=request.actor)
    context = {
        "form": form,
        "order": form.cleaned_data.get("order", ""),
        "asked": {name: value for name, value in form.cleaned_data.items() if value},
        "page": page,
        "rows": rows,
        "month": month,
        "counts": behind_list.counts(every, month),
        "streets": behind_list.by_street(every, month),
        "can_be_reminded": sum(row.refusal is None for row in rows),
        "now": clock.now(),
        "next_page": page.next_page_number() if page.has_next() else None,
        "previous_page": page.previous_page_number() if page.has_previous() else None,
    }
    return render(request, "reminders/behind_list.html", context)


def _narrowed(request: HttpRequest, every: list[BehindRow]) -> tuple[BehindForm, list[BehindRow]]:
    """The filters and the rows they leave; none where a filter is wrong."""
    form = BehindForm(request.GET, by=request.actor)
    if not form.is_valid():
        return form, []
    return form, behind_list.narrow(every, form.cleaned_data, month_looked_after(clock.today()))


HEADS = [
    "街道",
    "党支部",
    "编号",
    "差什么",
    "到期",
    "连续没开的期数",
    "找谁",
    "上次提醒",
    "谁提醒的",
    "看过",
    "答复",
]


@require_safe
def behind_file(request: HttpRequest) -> HttpResponse:
    """The filtered list as a workbook, without telephones."""
    request.actor.must_have(Capability.VERIFY)
    form, rows = _narrowed(request, behind_list.behind_rows(request.actor, clock.today()))
    actions.export_behind(rows=rows, filters=request.GET.dict(), by=request.actor)
    lines = [
        [
            row.street_name,
            row.branch.name,
            row.branch.code,
            "；".join(item.name for item in row.behind.items),
            row.behind.until,
            row.behind.most_in_a_row,
            str(row.contact or "没有能收的人"),
            row.last and row.last.at,
            row.last.who if row.last else "没提醒过",
            row.last and row.last.seen_at,
            row.last.answer if row.last else "",
        ]
        for row in rows
    ]
    place, words = request.actor.place, filter_words(form.fields, form.cleaned_data)
    month = full_month(month_looked_after(clock.today()).since)
    head = SheetHead(
        "未完成的支部", place.name if place else "", request.actor.name, month=month, filters=words
    )
    return download(write_workbook([("未完成的支部", HEADS, lines)], head), "未完成的支部.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """What would be sent to whom (?pick=CODE, or which=all with the filters of the list); POST sends exactly this."""
    request.actor.must_have(Capability.VERIFY)
    today = clock.today()
    every = behind_list.behind_rows(request.actor, today)
    if request.GET.get("which") == "all":
        _, rows = _narrowed(request, every)
    else:
        rows = behind_list.chosen(every, request.GET.getlist("pick"))
    form = NoteForm(posted_data(request))

    def save() -> HttpResponse:
        note, branches = form.cleaned_data["note"], [row.branch for row in rows]
        try:
            done = actions.remind_branches(branches=branches, note=note, by=request.actor)
        except RuleBroken as refusal:
            raise refusal.beside("note") from refusal
        _say(request, done)
        return redirect("reports:behind")

    def show(status: int) -> HttpResponse:
        now, place = clock.now(), request.actor.place
        ready = [row for row in rows if row.refusal is None]
        context = {
            "form": form,
            "rows": ready,
            "items": sum(len(row.behind.items) for row in ready),
            "refused": [row for row in rows if row.refusal is not None],
            "substitutes": [row for row in ready if row.contact and row.contact.is_substitute],
            "unread": [row for row in ready if not row.can_sign_in],
            "now": now,
            "sent_at": ReminderDays.around(today).at(place.path if place else "").next_message(now),
            "office": place.short_name if place else "",
        }
        return render(request, "reminders/behind_remind.html", context, status=status)

    return form_page(form, save, show)


def _say(request: HttpRequest, done: Any) -> None:
    if done.reminded:
        words = f"提醒了{len(done.reminded)}个支部，在他们的工作台上。"
        if done.unread:
            words += f"其中{len(done.unread)}个还没有人有账号，请打电话。"
        messages.success(request, words)
    if done.refused:
        named = "；".join(f"{place.short_name}：{why}" for place, why in done.refused[:NAMED])
        more = "等" if len(done.refused) > NAMED else ""
        messages.warning(request, f"{len(done.refused)}个没有提醒。{named}{more}")
    if not done.reminded and not done.refused:
        messages.error(request, "先勾选要提醒的支部。")


def _own_reminder(request: HttpRequest, uuid: UUID) -> BranchReminder:
    seen = BranchReminder.objects.visible_to(request.actor).select_related("organization")
    found: BranchReminder = get_object_or_404(seen, uuid=uuid)
    request.actor.must(Capability.RECORD_MEETING, found.organization)
    return found


@require_POST
def read(request: HttpRequest, uuid: UUID) -> HttpResponse:
    reminder = actions.read_reminder(reminder=_own_reminder(request, uuid), by=request.actor)
    messages.success(request, f"已阅，{reminder.office}看得到。")
    return _to_desk(reminder)


@require_POST
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    reminder, form = _own_reminder(request, uuid), AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "日期写成2026-12-03这样，一句话不超过100个字。")
        return _to_desk(reminder)
    words = request.POST.get("frequent", "") or form.sentence()
    try:
        actions.answer_reminder(reminder=reminder, answer=words, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"答复了{reminder.office}。")
    return _to_desk(reminder)


def _to_desk(reminder: BranchReminder) -> HttpResponse:
    return redirect(f"{reverse('reports:desk')}?organization={reminder.organization.code}#office-reminder")
