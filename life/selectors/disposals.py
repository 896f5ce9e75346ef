"""Read what follows incompetent grades (R-LIFE-08): of an appraisal, of a branch, and the resolutions that may conclude it."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import full_date
from life.models import Disposal
from life.states import NOT_CONCLUDED
from meetings.models import MeetingKind, Resolution
from meetings.querysets import counted
from meetings.states import Kind, Matter
from members.models import Member
from members.personal_data.names import normalize_name


def visible_to(by: Actor) -> "QuerySet[Disposal]":
    """Those of the branches whose records the actor may view."""
    rows = Disposal.objects.filter(by.reach.q(Capability.VIEW, at="entry__appraisal__organization"))
    return rows.select_related("entry__member", "entry__appraisal__organization", "resolution__item__meeting")


def open_of(organization: Organization, by: Actor) -> list[Disposal]:
    """Those of a branch that are not concluded, the earliest due first."""
    rows = visible_to(by).filter(entry__appraisal__organization=organization, status__in=NOT_CONCLUDED)
    return list(rows.order_by("due_on", "id"))


def is_on_roll(disposal: Disposal) -> bool:
    here = Member.objects.on_roll(disposal.entry.appraisal.organization, clock.today())
    return here.filter(pk=disposal.entry.member_id).exists()


def fitting_resolution(disposal: Disposal, resolution: Resolution | None) -> Resolution | None:
    """The resolution, where it may set a term or conclude it: on disposal, about this member, passed in a counted general
    meeting of the branch since it began, and not the one on which the term rests."""
    if resolution is None or not _is_about(resolution, disposal):
        return None
    found = _on_disposal(disposal.entry.appraisal.organization_id, disposal.since)
    return found.exclude(pk=disposal.decision_id or 0).filter(pk=resolution.pk).first()


def _is_about(resolution: Resolution, disposal: Disposal) -> bool:
    return normalize_name(resolution.candidate) == normalize_name(disposal.entry.member.name)


def _on_disposal(organization: int, since: dt.date) -> "QuerySet[Resolution]":
    general = MeetingKind.objects.filter(
        counted("meeting"),
        kind=Kind.GENERAL,
        meeting__organization=organization,
        meeting__held_on__gte=since,
    )
    rows = Resolution.objects.filter(
        passed=True, kind=Matter.DISPOSAL, item__meeting__in=general.values("meeting")
    )
    return rows.select_related("item__meeting").order_by("-item__meeting__held_on", "-pk")


def with_resolutions(rows: Sequence[Disposal]) -> list[tuple[Disposal, list[tuple[str, str]]]]:
    """Disposals of one branch, each with the (id, words) of the resolutions that may set its term or conclude it. One query
    at most."""
    waiting = [row for row in rows if row.status in NOT_CONCLUDED]
    found: list[Resolution] = []
    if waiting:
        since = min(row.since for row in waiting)
        found = list(_on_disposal(waiting[0].entry.appraisal.organization_id, since))
    return [
        (
            row,
            [
                (str(one.pk), f"{full_date(one.item.meeting.held_on)}　{one.text[:60]}")
                for one in found
                if row in waiting
                and one.item.meeting.held_on >= row.since
                and one.pk != row.decision_id
                and _is_about(one, row)
            ],
        )
        for row in rows
    ]
