"""Action that finds changes of frozen months and stores them as amendments beside the frozen figures."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from audit import chain
from audit.models import Entry
from branches.access.roles import Capability
from branches.models import Change, Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core import clock
from core.clock import Period, months_later
from core.dates_zh import short_date
from meetings.models import Amendment as MeetingAmendment
from meetings.models import Meeting, Step
from meetings.querysets import MeetingQuerySet
from meetings.states import COUNTED
from meetings.states import Kind as MeetingKind
from obligations.rules.duty import Duty
from obligations.rules.scopes import is_same_duty
from obligations.selectors.duties import duties
from reports.models import Amendment, Line, Report
from reports.selectors import figures
from reports.selectors.figures import LineFigures, MonthFigures

MONTHS = 12  # how far back corrections are looked for
FIELDS = ("held", "expected", "present", "on_leave", "absent", "late_records")
REASON = 300
ASKED_ANEW = "冻结后补登了届次或组织变动"
ASKING = (  # of the audit
    "term.begin",
    "organization.establish",
    "organization.dissolve",
    "organization.merge",
    "organization.split",
    "organization.take_back",
    "organization.call_off_dissolution",
    "rule.waive",
    "rule.end_waiver",
)

# (report, organization, rule, field) → the value noticed last
KnownValues = dict[tuple[int, int, int, str], int]


def notice_corrections(*, by: Actor) -> list[Amendment]:
    """Compare frozen months with the current meetings and store what differs from the values noticed last.

    Only organizations whose own meetings changed after the freeze are compared; requirements are compared for all, if
    anything that decides them was entered after the freeze. The frozen lines stay unchanged.
    Raises NotYours.
    """
    oldest = months_later(Period.month(clock.today()).since, -MONTHS)
    frozen = Report.objects.frozen().filter(month__gte=oldest).select_related("organization")
    written: list[Amendment] = []
    for top in top_reports(frozen.order_by("month", "path")):
        by.must(Capability.BUILD_REPORT, top.organization)
        written += _compare(top, by)
    return written


def top_reports(reports: Iterable[Report]) -> list[Report]:
    """The highest report of each month: those below it hold the same lines."""
    found: list[Report] = []
    for report in reports:
        last = found[-1] if found else None
        if last is None or last.month != report.month or not report.path.startswith(last.path):
            found.append(report)
    return found


@transaction.atomic
def _compare(top: Report, by: Actor) -> list[Amendment]:
    # Serializes concurrent runs: what the other has noticed must be known before anything is compared.
    Report.objects.select_for_update().get(pk=top.pk)
    month = Period.month(top.month)
    month_duties = duties(month, top.path)
    touched = _meetings_changed_since_freeze(top, month, month_duties).prefetch_related(
        "kinds", Prefetch("amendments", MeetingAmendment.objects.signed_since(top.frozen_at))
    )
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in touched.order_by("held_on", "id"):
        meetings[meeting.organization_id].append(meeting)
    is_asked_anew = Entry.objects.filter(action__in=ASKING, at__gte=top.frozen_at).exists()
    if not meetings and not is_asked_anew:
        return []
    now = figures.live_figures(top.organization, month, clock.now(), cut=False)
    same_month = (
        Report.objects.frozen().filter(tree.subtree(top.path), month=top.month).select_related("organization")
    )
    lines = (
        Line.objects.filter(report__in=same_month, organization__in=list(meetings))
        .select_related("report")
        .order_by("report__path", "path", "rule")
    )
    unlisted = _lines_entered_later(top, same_month, now)
    known = _last_noticed_values([report.pk for report in same_month])
    periods = {duty.rule.pk: duty for duty in month_duties}
    amendments = [
        amendment
        for line in (*lines, *unlisted)
        if line.organization_id in meetings
        for amendment in _differences(line, now, known, meetings[line.organization_id], periods)
    ]
    if is_asked_anew:
        amendments += _requirement_amendments(same_month, unlisted, now, known)
    Amendment.objects.bulk_create(amendments)
    organizations = {report.pk: report.organization for report in same_month}
    rules = {rule.pk: rule.label for rule in now.rules}
    places = Organization.objects.filter(pk__in={each.organization_id for each in amendments})
    names = dict(places.values_list("pk", "short_name"))
    chain.record_all(
        [
            chain.entry(
                "report.amend",
                by=by,
                subject=rows[0].report,
                where=organizations[rows[0].report_id],
                before={each.field: each.old for each in rows},
                after={each.field: each.new for each in rows}
                | {"rule": rules[rows[0].rule_id], "organization": names[rows[0].organization_id]},
                note=rows[0].reason,
            )
            for rows in _by_correction(amendments)
        ]
    )
    return amendments


def _by_correction(amendments: Iterable[Amendment]) -> list[list[Amendment]]:
    """What one discovery changed in one line of one report: one entry of the audit, whatever number of figures."""
    found: dict[tuple[int, int, int, str], list[Amendment]] = {}
    for each in amendments:
        key = (each.report_id, each.organization_id, each.rule_id, each.reason)
        found.setdefault(key, []).append(each)
    return list(found.values())


def _meetings_changed_since_freeze(
    top: Report, month: Period, month_duties: Sequence[Duty]
) -> MeetingQuerySet:
    """Meetings of the month's periods that were recorded, submitted, returned or amended since the freeze; also those
    submitted before the cut-off, whatever day they bear by now: they may have been of the month."""
    first = min((duty.period.since for duty in month_duties), default=month.since)
    of_the_month = Q(held_on__range=(first, month.until)) | Q(submitted_at__lt=top.counted_until)
    steps = Step.objects.filter(meeting=OuterRef("pk"), at__gte=top.frozen_at)
    return Meeting.objects.within(top.organization).filter(
        of_the_month, Q(changed_at__gte=top.frozen_at) | Exists(steps)
    )


def _lines_entered_later(top: Report, reports: QuerySet[Report], now: MonthFigures) -> list[Line]:
    """Empty lines for what the frozen month has no line for: organizations entered later with an earlier beginning, and
    rules that were not asked of the organization. Organizations that only moved keep their line in the other report, and
    their line of the rule that held where they stood."""
    line_keys = set(top.lines.values_list("organization_id", "rule__code"))
    codes = {rule.pk: rule.code for rule in now.rules}
    entered = Change.objects.filter(deed=Change.Deed.ESTABLISHED, recorded_at__gte=top.frozen_at)
    places = {*top.totals.values_list("organization_id", flat=True)}
    places |= {*entered.values_list("organization_id", flat=True)}
    rules = set(top.lines.order_by().values_list("rule_id", flat=True).distinct())
    missing = [
        line
        for (organization, rule), line in now.lines.items()
        if (organization, codes[rule]) not in line_keys and organization in places and rule in rules
    ]
    return [
        Line(report=report, organization_id=line.organization_id, rule_id=line.rule_id, path=line.path)
        for report in reports
        for line in missing
        if line.path.startswith(report.organization.path)
    ]


def _requirement_amendments(
    reports: QuerySet[Report], unlisted: Iterable[Line], now: MonthFigures, known: KnownValues
) -> list[Amendment]:
    """Amendments where the number required of the organization itself differs from the frozen one."""
    amendments = []
    lines = Line.objects.filter(report__in=reports).order_by("report__path", "path", "rule")
    lines = lines.only("report", "organization", "rule", "own_required")
    for line in itertools.chain(lines.iterator(), unlisted):
        today = now.lines.get((line.organization_id, line.rule_id))
        if today is not None:
            required = {"required": (line.own_required or 0, today.own_required or 0)}
            amendments += _amendments(line, required, known, ASKED_ANEW)
    return amendments


def _last_noticed_values(reports: list[int]) -> KnownValues:
    rows = Amendment.objects.filter(report__in=reports).order_by("id")
    return {
        (report, organization, rule, field): new
        for report, organization, rule, field, new in rows.values_list(
            "report_id", "organization_id", "rule_id", "field", "new"
        )
    }


def _differences(
    line: Line, now: MonthFigures, known: KnownValues, touched: list[Meeting], periods: dict[int, Duty]
) -> list[Amendment]:
    duty = periods.get(line.rule_id)
    today = _line_now(line, now, duty) if duty else None
    if today is None or duty is None:
        return []
    reason = _reason(line.report, touched, duty)
    if not reason and line.own_held != today.own_held:
        reason = _moved_meetings_reason(line.report, touched)
    values = {field: (getattr(line, field), getattr(today, field)) for field in FIELDS}
    return _amendments(line, values, known, reason) if reason else []


def _line_now(line: Line, now: MonthFigures, duty: Duty) -> LineFigures | None:
    """The figures of today; of who has moved since to where another rule of the code holds, those by that rule."""
    of_code = (rule.pk for rule in now.rules if rule.code == duty.rule.code and is_same_duty(rule, duty.rule))
    same = [rule for rule in of_code if now.duties[rule] == duty.period]
    found = (now.lines.get((line.organization_id, rule)) for rule in (line.rule_id, *same))
    return next((each for each in found if each), None)


def _amendments(
    line: Line, values: Mapping[str, tuple[int, int]], known: KnownValues, reason: str
) -> list[Amendment]:
    """Of these fields (frozen value, value now), those whose value now differs from the one noticed last."""
    return [
        Amendment(
            report_id=line.report_id,
            organization_id=line.organization_id,
            rule_id=line.rule_id,
            field=field,
            old=old,
            new=new,
            reason=reason,
        )
        for field, (old, new) in values.items()
        if known.get((line.report_id, line.organization_id, line.rule_id, field), old) != new
    ]


def _reason(report: Report, touched: list[Meeting], duty: Duty) -> str:
    """9月18日支委会10月9日补录；9月25日主题党日更正（1人重复签到）; empty when none of them is of that rule."""
    last = Period.month(report.month).until
    return _join_changes(
        _change_text(report, meeting, MeetingKind(duty.rule.kind).label)
        for meeting in touched
        if meeting.held_on in duty.period
        and (meeting.held_on <= last or _was_in_time(report, meeting))
        and duty.rule.kind in {row.kind for row in meeting.kinds.all()}
    )


def _moved_meetings_reason(report: Report, touched: list[Meeting]) -> str:
    """The reason for a meeting that counted when frozen and has another day or kind now: names each possible meeting."""
    return _join_changes(
        _change_text(report, meeting, meeting.kind_names)
        for meeting in touched
        if _was_in_time(report, meeting)
    )


def _was_in_time(report: Report, meeting: Meeting) -> bool:
    """Whether the meeting was submitted before the cut-off, so that it counts in a period longer than the month."""
    return bool(meeting.submitted_at and report.counted_until and meeting.submitted_at < report.counted_until)


def _change_text(report: Report, meeting: Meeting, kind: str) -> str:
    what = f"{short_date(meeting.held_on, report.month)}{kind}"
    amended = list(meeting.amendments.all())
    if amended:
        return f"{what}更正（{amended[-1].reason}）"
    if meeting.status not in COUNTED:
        return f"{what}{meeting.get_status_display()}"
    if meeting.submitted_at and not _was_in_time(report, meeting):
        return f"{what}{short_date(timezone.localdate(meeting.submitted_at), report.month)}补录"
    return f"{what}退回后重新提交" if meeting.returned_count else f"{what}有变动"


def _join_changes(changes: Iterable[str]) -> str:
    text = "；".join(changes)
    return text if len(text) <= REASON else f"{text[: REASON - 1]}…"
