"""Pages of the rules in force with their history, and of waivers."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.clock import Period
from core.dates_zh import full_date
from core.errors import NotPermitted
from core.http import errors_to_form, form_page, posted_data
from obligations import actions
from obligations.actions.try_rule import seal_of
from obligations.errors import RuleChangedMeanwhile
from obligations.forms import EndWaiverForm, NewRuleForm, RuleForm, WaiverForm
from obligations.models import Rule, Waiver
from obligations.selectors import effort
from obligations.selectors.rules_of_places import latest_rule, own_place

MOST_WAIVERS = 100


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    by, today = request.actor, clock.today()
    if not by.reach.spans:
        raise NotPermitted
    history: dict[tuple[str, str], list[Rule]] = {}
    for rule in Rule.objects.visible_to(by).in_order():
        history.setdefault((rule.code, rule.path), []).append(rule)
    waivers = (
        Waiver.objects.filter(by.reach.q(Capability.VIEW), until__gte=today)
        .select_related("organization__parent", "granted_by")
        .order_by("organization__path", "rule_code", "since")
    )
    names = {code: rows[0].name for (code, _), rows in history.items()}
    manages, everywhere = Capability.MANAGE_RULES, by.may_throughout(Capability.MANAGE_RULES)
    context = {
        "rules": [
            (*_versions(rows, today), by.may(manages, rows[0].path) if rows[0].path else everywhere)
            for rows in history.values()
        ],
        "waivers": [
            (
                waiver,
                names.get(waiver.rule_code, waiver.rule_code),
                by.may(Capability.MANAGE_RULES, waiver.organization),
            )
            for waiver in waivers[:MOST_WAIVERS]
        ],
        "today": today,
        "may_manage": by.reach.has(manages),
        "own_place": own_place(by),
    }
    return render(request, "obligations/rule_list.html", context)


def _versions(rows: list[Rule], today: dt.date) -> tuple[Rule, list[Rule], list[tuple[int, Rule]]]:
    """(the one in force, else the newest; those to come; the earlier ones with their numbers), of rows newest first."""
    numbered = [(len(rows) - n, row) for n, row in enumerate(rows)]
    ahead = [row for _, row in numbered if row.valid_from > today]
    begun = [(number, row) for number, row in numbered if row.valid_from <= today]
    if not begun:
        return ahead[-1], ahead[:-1], []
    return begun[0][1], ahead, begun[1:]


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Change a rule from a day on; with `organization` its own there, which begins from the rule above."""
    organization = None
    if asked := request.GET.get("organization"):
        seen = Organization.objects.visible_to(request.actor).select_related("parent")
        organization = get_object_or_404(seen, code=asked)
    request.actor.must_for(Capability.MANAGE_RULES, organization)
    row = latest_rule(code, organization)
    if row is None or row.valid_until:
        raise Http404
    initial = {name: getattr(row, name) for name in RuleForm.base_fields if name != "valid_from"}
    form = RuleForm(posted_data(request), initial=initial)
    return _rule_form_page(request, form, row, code=code, organization=organization)


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    """Add a new rule."""
    request.actor.must_have(Capability.MANAGE_RULES)
    form = NewRuleForm(posted_data(request), initial={"count": 1}, by=request.actor)
    return _rule_form_page(request, form, None)


def _rule_form_page(request: HttpRequest, form: RuleForm, row: Rule | None, **known: Any) -> HttpResponse:
    def show(status: int, **more: Any) -> HttpResponse:
        price = _recording_effort(request) if request.method == "GET" else None
        context = {"form": form, "rule": row, "effort": price, "place": known.get("organization")} | more
        return render(request, "obligations/rule_change.html", context, status=status)

    def save() -> HttpResponse:
        facts = form.cleaned_data | known
        trial = actions.try_rule(**facts, by=request.actor)
        seal, seen = seal_of(trial, facts), request.POST.get("seen", "")
        if "show" in request.POST or not seen:
            return show(200, trial=trial, seal=seal)
        if seen != seal:
            errors_to_form(form, RuleChangedMeanwhile())
            return show(409, trial=trial, seal=seal)
        made = actions.set_rule(**facts, by=request.actor)
        messages.success(request, f"“{made.name}”第{trial.number}版定了，{full_date(made.valid_from)}起")
        return redirect("reports:rules")

    return form_page(form, save, show)


def _recording_effort(request: HttpRequest) -> effort.Effort:
    """The effort of last month's records in the organization whose rules the person manages."""
    tops = [span.path for span in request.actor.reach.widest(Capability.MANAGE_RULES)]
    root = Organization.objects.filter(path__in=tops).order_by("path").first()
    return effort.effort_of(root, Period.month(clock.today()).previous()) if root else effort.Effort()


@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, code: str) -> HttpResponse:
    """Waive a rule for one organization and all below it."""
    seen = Organization.objects.visible_to(request.actor)
    organization = get_object_or_404(seen, code=code)
    request.actor.must(Capability.MANAGE_RULES, organization)
    form = WaiverForm(posted_data(request), organization=organization)

    def save() -> HttpResponse:
        actions.waive(organization=organization, **form.cleaned_data, by=request.actor)
        messages.success(request, f"已登记{organization.short_name}的情况说明，应开次数不变")
        return redirect("reports:rules")

    context = {"form": form, "organization": organization}
    return form_page(
        form, save, lambda status: render(request, "obligations/waiver_form.html", context, status=status)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_waiver(request: HttpRequest, number: int) -> HttpResponse:
    """End a waiver from a day on."""
    seen = Waiver.objects.filter(organization__in=Organization.objects.visible_to(request.actor).values("pk"))
    waiver = get_object_or_404(seen.select_related("organization__parent"), pk=number)
    organization = waiver.organization
    request.actor.must(Capability.MANAGE_RULES, organization)
    rule = latest_rule(waiver.rule_code, organization)
    form = EndWaiverForm(posted_data(request))

    def save() -> HttpResponse:
        actions.end_waiver(waiver=waiver, **form.cleaned_data, by=request.actor)
        messages.success(request, f"已撤回{organization.short_name}的{rule or '这一项'}情况说明")
        return redirect("reports:rules")

    context = {"form": form, "waiver": waiver, "rule": rule}
    return form_page(
        form, save, lambda status: render(request, "obligations/waiver_end.html", context, status=status)
    )
