"""Read model of a member's page: facts, memberships, posts, restrictions and audit entries, as the actor may see."""

from typing import Any

from audit.models import Entry
from audit.selectors import entry_words
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from members.models import Member
from members.states import ETHNICITIES

MOST_ENTRIES = 50


def load_member_page(member: Member, by: Actor) -> dict[str, Any]:
    """What the page shows besides the member. Six queries. Private facts are shown with VIEW_PRIVATE and to the member."""
    is_own = by.user is not None and by.user.pk == member.user_id
    private = is_own or by.may(Capability.VIEW_PRIVATE, member.organization)
    manages = by.may(Capability.MANAGE_MEMBERS, member.organization)
    entries = Entry.objects.filter(subject="members.member", subject_id=str(member.uuid)).order_by("-id")
    return {
        "memberships": list(member.memberships.select_related("organization", "group")),
        "posts": list(member.posts.select_related("organization", "term").order_by("-since", "-id")),
        "restrictions": list(member.restrictions.all()),
        "entries": [(each, entry_words.changes(each)) for each in entries[:MOST_ENTRIES]] if manages else [],
        "facts": _facts(member, private),
        "may_unmask": private,
    }


def _facts(member: Member, private: bool) -> list[tuple[str, object]]:
    years = member.standing_years(clock.today())
    facts: list[tuple[str, object]] = [
        ("性别", member.get_gender_display()),
        ("入党日期", member.joined_on),
        ("转正日期", member.full_on or "还没有转正"),
        *([("预备期延长至", member.extended_until)] if member.extended_until else []),
        ("党龄", f"{years}年" if years is not None else "转正后计算"),
    ]
    if not private:
        year = f"{member.birth_on.year}年" if member.birth_on else ""
        return [facts[0], ("出生", year), *facts[1:]]
    facts[1:1] = [("出生日期", member.birth_on), ("民族", ETHNICITIES.get(member.ethnicity or 0, ""))]
    facts += [
        ("申请入党", member.applied_on),
        ("党员编号", member.number),
        ("学历", member.education),
        ("籍贯", member.native_place),
        ("工作单位及职务", member.workplace),
        ("人员类别", member.occupation),
        ("流动党员", "是" if member.is_mobile else "否"),
        ("备注", member.note),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]
