"""Writes themes from above with their adoption in one street, and the aims of one branch's year."""

import datetime as dt
from random import Random

from django.utils import timezone

from accounts.models import User
from branches.models import Organization
from branches.selectors.workdays import Workdays, fixed_day
from branches.states import BRANCHES
from core.clock import Period
from demo.actions.rows import Table
from demo.rules.chance import random_uuid
from meetings.models import AgendaItem, Meeting, MeetingKind, Step
from meetings.selectors.initial_values import USUAL_START
from meetings.states import Kind, Status
from planning.models import Adoption, Theme, YearPlan
from planning.selectors.themes import agenda_titles

THEMES = [
    (
        "学习党章，重温入党誓词",
        "领学党章第一章\n重温入党誓词\n讨论：怎样在岗位上起作用\n党员志愿服务安排",
        "《中国共产党章程》第一章\n本区《党员志愿服务手册》",
    ),
    (
        "总结全年，谋划来年",
        "支部书记通报全年工作\n党员发言，提意见建议\n讨论来年计划",
        "各支部年度工作总结\n《支部工作条例》第十六条",
    ),
]
AIMS = "每月固定日开展主题党日，会前定好主题\n每季度一次党课，书记全年至少讲一次\n年老体弱的党员，每季度送学上门一次"
SHARE = 0.6  # of the street's branches that have adopted it


def write(rng: Random, today: dt.date, now: dt.datetime, secretarys: str) -> None:
    """A theme of the district for this month, one for the next; the secretary's own branch has adopted neither."""
    root = Organization.objects.filter(parent__isnull=True).order_by("path").first()
    own = Organization.objects.filter(short_name=secretarys).first()
    if root is None or own is None:
        return
    reviewer, secretary = (User.objects.get(username=name) for name in ("reviewer", "secretary"))
    table = Table(
        Theme, "uuid", "organization_id", "month", "kind", "title", "agenda", "material", "published_at", "by_id", "who"
    )  # fmt: skip
    this = Period.month(today)
    coming = 0
    for month, (title, agenda, material) in zip((this, this.next()), THEMES, strict=True):
        coming = table.add(
            random_uuid(rng), root.pk, month.since, Kind.THEME_DAY, title, agenda, material, now, reviewer.pk, str(reviewer)
        )  # fmt: skip
    table.close()
    _adopt(rng, coming, THEMES[1], own, this.next(), now)
    plans = Table(YearPlan, "organization_id", "year", "aims", "by_id", "made_at", "changed_at")
    plans.add(own.pk, today.year, AIMS, secretary.pk, now, now)
    plans.close()


def _adopt(
    rng: Random, theme: int, said: tuple[str, str, str], own: Organization, month: Period, now: dt.datetime
) -> None:
    title, agenda, _ = said
    meetings = Table(
        Meeting, "uuid", "organization_id", "theme", "held_on", "starts_at", "status", "version", "created_at", "changed_at"
    )  # fmt: skip
    kinds, steps = Table(MeetingKind, "meeting_id", "kind"), Table(Step, "meeting_id", "deed", "who", "at")
    items = Table(AgendaItem, "meeting_id", "position", "title")
    adoptions = Table(Adoption, "theme_id", "organization_id", "meeting_id", "at")
    calendar = Workdays.of(month.since.year)
    near = Organization.objects.filter(parent=own.parent_id, kind__in=BRANCHES, dissolved_on__isnull=True)
    for branch in near.exclude(pk=own.pk).order_by("path"):
        if rng.random() > SHARE:
            continue
        day = calendar.at(branch.path).moved(fixed_day(branch.activity_day or 15, month))
        starts_at = timezone.make_aware(dt.datetime.combine(day, USUAL_START))
        key = meetings.add(random_uuid(rng), branch.pk, title, day, starts_at, Status.PLANNED, 1, now, now)
        kinds.add(key, Kind.THEME_DAY)
        steps.add(key, Step.Type.PLANNED, "支部书记", now)
        for position, line in enumerate(agenda_titles(agenda), 1):
            items.add(key, position, line)
        adoptions.add(theme, branch.pk, key, now)
    for table in (meetings, kinds, steps, items, adoptions):
        table.close()
