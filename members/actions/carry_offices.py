"""What a deed of the tree carries of offices: posts, and the mandates of accounts."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet

from audit import chain
from branches.access.roles import Role
from branches.errors import DeedUsed
from branches.models import Mandate
from branches.selectors.actors import Actor
from branches.states import DeedKind
from branches.workflow.holdings import Holding, PlannedDeed
from core import clock
from core.dates_zh import full_date, short_date
from members.actions import places
from members.models import Member, Post


class PostsHolding:
    """任职: ends with the branch, or with the membership of whoever goes to the new one."""

    code = "posts"

    def line(self, deed: PlannedDeed) -> Holding:
        held = self._concerned(deed)
        titles = [post.get_title_display() for post in held.order_by("pk")]
        now = "、".join(titles[:6]) + ("等" if len(titles) > 6 else "") if titles else "没有"
        if not titles:
            return Holding("任职", 0, now, "—")
        if deed.kind == DeedKind.MOVED:
            return Holding("任职", len(titles), now, "不动")
        who = "去的人的" if deed.kind == DeedKind.SPLIT else ""
        return Holding("任职", len(titles), now, f"{who}{short_date(deed.eve)}免去", "以前的任职留着")

    def _concerned(self, deed: PlannedDeed) -> Any:
        held = Post.objects.filter(organization=deed.organization).lasting_beyond(deed.eve)
        if deed.kind == DeedKind.SPLIT and deed.people:
            return held.filter(member__uuid__in=deed.people)
        return held

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        if deed.kind == DeedKind.MOVED:
            return None
        held = self._concerned(deed)
        kept = [[key, until] for key, until in held.values_list("pk", "until")]
        places.end_posts(Post.objects.filter(pk__in=[key for key, _ in kept]), deed.eve, deed.note, by)
        return [[key, until.isoformat() if until else None] for key, until in kept]

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        posts = {post.pk: post for post in Post.objects.filter(pk__in=[key for key, _ in kept])}
        secretaries = Post.objects.filter(
            organization__in={post.organization_id for post in posts.values()},
            title="secretary",
            until__isnull=True,
        )
        if any(post.title == "secretary" for post in posts.values()) and secretaries.exists():
            raise DeedUsed(what=f"{deed.organization.short_name}已经另任了书记")
        for key, until in kept:
            posts[key].until = dt.date.fromisoformat(until) if until else None
        Post.objects.bulk_update(posts.values(), ["until"])


class AccountsHolding:
    """账号: mandates end the day before; those of ordinary members go on at the receiver, whose secretary gets what is
    left open there to finish.
    """

    code = "accounts"

    def line(self, deed: PlannedDeed) -> Holding:
        held = self._concerned(deed)
        roles = list(held.values_list("role", flat=True))
        members = sum(role == Role.MEMBER for role in roles)
        parts = [f"{len(roles) - members}个任职的"] if len(roles) > members else []
        parts += [f"{members}个党员的"] if members else []
        now = "、".join(parts) if parts else "没有"
        if deed.kind == DeedKind.MOVED:
            return Holding("账号", len(roles), now, "不动")
        who = "去的人的" if deed.kind == DeedKind.SPLIT else ""
        goes = f"{who}权限到{short_date(deed.eve)}" if roles else "—"
        note = "党员本人的账号转到新支部" if members and deed.receiver else ""
        if deed.takes_all and deed.recording_ends_on:
            note = f"原支部未办结的，{deed.receiver}书记办到{full_date(deed.recording_ends_on)}"
        return Holding("账号", len(roles), now, goes, note)

    def _concerned(self, deed: PlannedDeed) -> "QuerySet[Mandate]":
        held = Mandate.objects.open(clock.today()).filter(organization=deed.organization)
        if deed.kind != DeedKind.SPLIT:
            return held
        people = Member.objects.filter(uuid__in=deed.people, user__isnull=False)
        return held.filter(user__in=people.values("user"))

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        if deed.kind == DeedKind.MOVED:
            return None
        rows = list(self._concerned(deed).select_related("user").order_by("pk"))
        kept = [[row.pk, row.until.isoformat() if row.until else None] for row in rows]
        today, entries = clock.today(), []
        for row in rows:
            before, row.until = row.until, max(row.since, deed.eve)
            row.revoked_at = clock.now() if deed.eve < today else None
            entries.append(
                chain.entry(
                    "mandate.revoke",
                    by=by,
                    subject=row,
                    where=deed.organization,
                    before={"until": before},
                    after={"user": row.user.username, "role": row.role, "until": row.until},
                    note=deed.note,
                )
            )
        Mandate.objects.bulk_update(rows, ["until", "revoked_at"])
        opened = Mandate.objects.bulk_create(self._opened(deed, rows, by))
        entries += [
            chain.entry(
                "mandate.grant",
                by=by,
                subject=row,
                where=row.organization,
                after={"user": row.user.username, "role": row.role, "since": row.since, "until": row.until},
                note=deed.note,
            )
            for row in opened
        ]
        chain.record_all(entries)
        return {"ended": kept, "opened": [row.pk for row in opened]} if rows or opened else None

    def _opened(self, deed: PlannedDeed, rows: list[Mandate], by: Actor) -> list[Mandate]:
        if deed.receiver is None or deed.organization.is_group:
            return []
        there = Mandate.objects.open(clock.today()).filter(organization=deed.receiver).select_related("user")
        have = {row.user_id for row in there if row.role == Role.MEMBER}
        moved = {row.user_id: row.user for row in rows if row.role == Role.MEMBER and row.user_id not in have}
        made = [
            Mandate(
                user=user,
                organization=deed.receiver,
                role=Role.MEMBER,
                since=deed.effective_on,
                granted_by=by.user,
            )
            for user in moved.values()
        ]
        if deed.takes_all:
            made += [
                Mandate(
                    user=row.user,
                    organization=deed.organization,
                    role=Role.SECRETARY,
                    since=deed.effective_on,
                    until=deed.recording_ends_on,
                    granted_by=by.user,
                )
                for row in there
                if row.role == Role.SECRETARY
            ]
        return made

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        today = clock.today()
        Mandate.objects.filter(pk__in=kept["opened"]).update(until=F("since"), revoked_at=clock.now())
        rows = {row.pk: row for row in Mandate.objects.filter(pk__in=[key for key, _ in kept["ended"]])}
        for key, until in kept["ended"]:
            rows[key].until = dt.date.fromisoformat(until) if until else None
            rows[key].revoked_at = None
        again = set(
            Mandate.objects.open(today)
            .filter(organization=deed.organization)
            .exclude(pk__in=rows)
            .values_list("user_id", "role")
        )
        back = [row for row in rows.values() if (row.user_id, row.role) not in again]
        Mandate.objects.bulk_update(back, ["until", "revoked_at"])
