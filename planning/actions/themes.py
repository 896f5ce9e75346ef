"""Actions that publish and withdraw the theme of a month and adopt it for a branch (月有方案)."""

import datetime as dt
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.selectors.workdays import Workdays, fixed_day
from branches.states import Kind as OrganizationKind
from branches.workflow.transition import claim, transition
from core import clock
from core.clock import Period
from core.dates_zh import full_month, short_date
from meetings.actions import write_record
from meetings.models import AgendaItem, Meeting, Step
from meetings.record.words import difference, record_words
from meetings.selectors import initial_values
from meetings.selectors.stored_record import stored_record
from meetings.states import MAY_HOLD, MOVES, Kind, Status, kinds_held
from planning import errors
from planning.models import Adoption, Theme
from planning.selectors.themes import agenda_titles
from planning.states import THEME_MOVES

DAY_WITHOUT_HABIT = 15  # of the month, for a branch that has no fixed day


@transaction.atomic
def publish_theme(
    *,
    organization: Organization,
    month: Period,
    title: str,
    agenda: str = "",
    material: str = "",
    kind: str = Kind.THEME_DAY,
    by: Actor,
) -> Theme:
    """Publish a theme for a month to every branch below. The agenda is one line an item.

    The same again, word for word, while it stands (a button tapped twice) answers with the one already published.

    Raises NotYours (BUILD_REPORT there), ThemeForNobody, ThemeTooLate, ThemeUntitled.
    """
    by.must(Capability.BUILD_REPORT, organization)
    if not organization.is_committee:
        raise errors.ThemeForNobody(organization=organization.short_name)
    if kind not in MAY_HOLD[OrganizationKind.BRANCH]:
        raise errors.ThemeForNobody(f"支部不开{Kind(kind).label}，主题方案请换一种会议。")
    if month.until < clock.today():
        raise errors.ThemeTooLate.at("month", month=full_month(month.since))
    if len(title.strip()) < 2:
        raise errors.ThemeUntitled.at("title")
    values = {
        "organization": organization,
        "month": month.since,
        "kind": kind,
        "title": title.strip(),
        "agenda": "\n".join(agenda_titles(agenda)),
        "material": material.strip(),
    }
    # Lock the publisher's row: of two concurrent requests the second waits and finds the theme of the first.
    Organization.objects.select_for_update().get(pk=organization.pk)
    if standing := Theme.objects.filter(**values, withdrawn_at__isnull=True).first():
        return standing
    theme = Theme.objects.create(**values, by=by.user, who=by.name[:64])
    chain.record("theme.publish", by=by, subject=theme, where=organization, after=_theme_facts(theme))
    return theme


def withdraw_theme(*, theme: Theme, by: Actor) -> Theme:
    """Withdraw a theme: it can no longer be adopted, adopted meetings stay planned. Raises NotYours, ThemeWithdrawn."""
    by.must(Capability.BUILD_REPORT, theme.organization)
    return transition(theme, THEME_MOVES, "withdraw", by, after={"主题": theme.title})


@transaction.atomic
def adopt_theme(*, theme: Theme, organization: Organization, by: Actor) -> Adoption:
    """Adopt a theme for a branch: add it to the meeting planned for its month, else plan one on the branch's fixed day.

    The branch's own points of the agenda stay, the theme's come after them; everything may be changed afterwards.

    Raises NotYours, ThemeNotForThem, ThemeWithdrawn, ThemeTooLate, ThemeHeldAlready, ThemeAdopted, Gone.
    """
    by.must(Capability.RECORD_MEETING, organization)
    month = Period.month(theme.month)
    is_below = (
        organization.path.startswith(theme.organization.path) and organization.pk != theme.organization_id
    )
    if not (
        is_below
        and organization.is_branch
        and theme.kind in kinds_held(organization.kind, organization.special_provision)
    ):
        raise errors.ThemeNotForThem(organization=organization.short_name)
    # Lock the theme so that it is not withdrawn while it is adopted.
    if Theme.objects.select_for_update().filter(pk=theme.pk, withdrawn_at__isnull=True).first() is None:
        raise errors.ThemeWithdrawn
    if month.until < clock.today():
        raise errors.ThemeTooLate(f"{full_month(month.since)}已经过了，不能再采用。")
    before = Adoption.objects.filter(theme=theme, organization=organization).select_related("meeting").first()
    if before and before.meeting.status != Status.CANCELLED:
        raise errors.ThemeAdopted(organization=organization.short_name)
    meeting = _meeting_for_theme(theme, organization, by)
    if before:
        before.delete()
    adoption = Adoption.objects.create(theme=theme, organization=organization, meeting=meeting, by=by.user)
    chain.record(
        "theme.adopt",
        by=by,
        subject=theme,
        where=organization,
        after={"主题": theme.title, "会议": str(meeting.uuid), "日期": meeting.held_on},
    )
    return adoption


def _meeting_for_theme(theme: Theme, organization: Organization, by: Actor) -> Meeting:
    month = Period.month(theme.month)
    there = list(
        Meeting.objects.filter(organization=organization)
        .held_in(month)
        .of_kind(theme.kind)
        .exclude(status=Status.CANCELLED)
        .select_related("organization", "host", "recorder")
        .order_by("held_on", "id")
    )
    planned = next((one for one in there if one.status == Status.PLANNED), None)
    if planned:
        return _add_to_planned_meeting(planned, theme, by)
    if there:
        on = short_date(there[0].held_on)
        raise errors.ThemeHeldAlready(month=full_month(month.since), kind=Kind(theme.kind).label, on=on)
    return _plan_meeting(theme, organization, by)


def _add_to_planned_meeting(meeting: Meeting, theme: Theme, by: Actor) -> Meeting:
    before = stored_record(meeting)
    with claim(meeting, MOVES, "plan", by, theme=theme.title) as entry:
        titles = [item.title for item in before.agenda]
        _add_agenda_items(
            meeting, [line for line in agenda_titles(theme.agenda) if line not in titles], after=len(titles)
        )
        entry.before, entry.after = difference(
            record_words(before, {}), record_words(stored_record(meeting), {})
        )
    return meeting


def _plan_meeting(theme: Theme, organization: Organization, by: Actor) -> Meeting:
    kinds = [theme.kind]
    habit = initial_values.habit_of(organization, kinds, [])
    wanted = fixed_day(organization.activity_day or DAY_WITHOUT_HABIT, Period.month(theme.month))
    day = Workdays.of(wanted.year, at=organization.path).moved(wanted, not_before=clock.today())
    starts_at = timezone.make_aware(dt.datetime.combine(day, habit.starts))
    meeting = Meeting.objects.create(
        uuid=uuid4(),
        organization=organization,
        theme=theme.title,
        held_on=day,
        starts_at=starts_at,
        place=habit.place,
    )
    write_record.write_kinds(meeting, kinds)
    _add_agenda_items(meeting, agenda_titles(theme.agenda), after=0)
    write_record.step(meeting, Step.Type.PLANNED, by)
    chain.record(
        "meeting.plan",
        by=by,
        subject=meeting,
        where=organization,
        after=record_words(stored_record(meeting), {}),
    )
    return meeting


def _add_agenda_items(meeting: Meeting, titles: list[str], after: int) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, title=title)
        for number, title in enumerate(titles, after + 1)
    )


def _theme_facts(theme: Theme) -> dict[str, str]:
    return {
        "月份": f"{theme.month:%Y-%m}",
        "类型": Kind(theme.kind).label,
        "主题": theme.title,
        "议程": theme.agenda,
        "学习材料": f"{len(theme.material)}字" if theme.material else "",
    }
