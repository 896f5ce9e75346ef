"""Writes lectures, organizational-life meetings and talks of the demonstration."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from random import Random

from branches.models import Organization
from demo.rules.chance import random_uuid
from life.models import Talk
from life.states import Occasion
from meetings.models import Attendance, Examination, Lecture, LifeRecord, Meeting, Outcome, Problem
from meetings.rules.kind_parts import usual_hours
from meetings.states import AttendanceState, Kind, LecturerLevel, Status
from members.models import Member, Post
from members.states import Title

HELD = (Status.HELD, Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED)
MATERIALS = ("讲稿《学条例 明规矩》", "讲稿和课件各一份", "党员教育片", "讲稿《身边的榜样》")
PROBLEMS = (
    ("集中学习多，自己学得少", "每月读一本书、写一篇体会"),
    ("走访群众不够经常", "每周走访一户，记在本子上"),
    ("对年轻党员关心不够", "每季度谈一次心"),
    ("活动形式比较单一", "和共建单位一起办两次主题党日"),
)
AFTERWARDS = ("走访了三户困难党员，送去学习资料", "清理了楼道杂物，居民签了公约", "把意见转给物业，已经回复")
STUDY = "会前集中学习两次，学了党章、《支部工作条例》和全会精神。"
TALKED = "支委之间、支委和党员、党员之间谈了一遍，谈了问题，也谈了办法。"
OPINIONS = "发征求意见表，开座谈会一次，收到意见和建议5条。"
CRITICISM = "书记代表支部对照检查，党员逐个发言，做了自我批评，互相提了意见。"

EXAMINED = 5  # of each meeting, in the order of the roll
SELF_CRITICISM = (
    "理论学习不够系统，碎片化多。",
    "联系群众不够经常，走访少。",
    "遇事怕得罪人，批评别人不够大胆。",
    "工作求稳，主动创新不够。",
)
MUTUAL_CRITICISM = ("学习抓得不紧，要带头讲。", "脾气急，布置工作要多听大家的。", "下楼栋太少，要多去看看。")


def write(rng: Random, settled: int, today: dt.date, secretary: int) -> None:
    """All of it, in bulk. `settled`: the branch that the demonstration signs into; `secretary`: its user."""
    _lectures(rng)
    _lives(rng, today)
    _talks(rng, settled, today, secretary)


def _lectures(rng: Random) -> None:
    found = Meeting.objects.filter(kinds__kind=Kind.LECTURE, status__in=HELD).select_related("host")
    Lecture.objects.bulk_create(
        [
            Lecture(
                meeting_id=each.pk,
                lecturer=each.host.name,
                member_id=each.host_id,
                level=LecturerLevel.SECRETARY,
                material=rng.choice(MATERIALS),
                hours=usual_hours(each.starts_at, each.ends_at),
            )
            for each in found.order_by("pk").iterator(chunk_size=2000)
            if each.host
        ],
        batch_size=1000,
    )


def _lives(rng: Random, today: dt.date) -> None:
    found = list(
        Meeting.objects.filter(kinds__kind=Kind.LIFE, status__in=HELD).select_related("host").order_by("pk")
    )
    LifeRecord.objects.bulk_create(
        [
            LifeRecord(meeting=one, study=STUDY, talks=TALKED, opinions=OPINIONS, criticism=CRITICISM)
            for one in found
        ],
        batch_size=1000,
    )
    problems, outcomes = [], []
    for one in found:
        for position, (text, measure) in enumerate(rng.sample(PROBLEMS, 2), 1):
            due = one.held_on + dt.timedelta(days=rng.choice((30, 60, 90)))
            is_done = due < today and rng.random() < 0.85
            problems.append(
                Problem(
                    uuid=random_uuid(rng),
                    meeting=one,
                    position=position,
                    text=text,
                    measure=measure,
                    owner=one.host.name if one.host else "支部书记",
                    due_on=due,
                    done_on=due - dt.timedelta(days=rng.randint(1, 9)) if is_done else None,
                    done_note="按计划完成，党员反映较好" if is_done else "",
                )
            )
        if one.held_on + dt.timedelta(days=7) <= today:
            outcomes.append(
                Outcome(
                    meeting=one,
                    text=rng.choice(AFTERWARDS),
                    on=one.held_on + dt.timedelta(days=7),
                    who=one.host.name if one.host else "支部书记",
                )
            )
    Problem.objects.bulk_create(problems, batch_size=1000)
    Examination.objects.bulk_create(_examinations(found), batch_size=1000)
    Outcome.objects.bulk_create(outcomes, batch_size=1000)


def _examinations(found: Iterable[Meeting]) -> Iterator[Examination]:
    """Of each meeting: some of those there examined themselves, and were criticised by the next one."""
    there = Attendance.objects.filter(meeting__in=found, state=AttendanceState.PRESENT)
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for meeting, *person in there.order_by("pk").values_list("meeting_id", "member_id", "member__name"):
        names[meeting].append((person[0], person[1]))
    for meeting, people in names.items():
        for position, (member, _name) in enumerate(people[:EXAMINED], 1):
            critic = people[position % len(people)][1]
            yield Examination(
                meeting_id=meeting,
                position=position,
                member_id=member,
                self_criticism=SELF_CRITICISM[position % len(SELF_CRITICISM)],
                criticism=f"{critic}：{MUTUAL_CRITICISM[position % len(MUTUAL_CRITICISM)]}",
            )


ON_OCCASION = ((Occasion.HARDSHIP, 31), (Occasion.HEALTH, 47), (Occasion.REPORTS, 12))
"""Why the secretary talked with somebody, and on which day after the first."""


def _talks(rng: Random, settled: int, today: dt.date, secretary: int) -> None:
    """In the signed-in branch most have talked this year: the last pair of the committee and some members have not."""
    seated = list(
        Post.objects.on(today)
        .filter(organization=settled)
        .exclude(title=Title.GROUP_LEADER)
        .order_by("pk")
        .values_list("member_id", flat=True)
    )
    committee = list(dict.fromkeys(seated))
    first = max(dt.date(today.year, 1, 5), today - dt.timedelta(days=120))
    stayed_on = Member.objects.on_roll(Organization.objects.get(pk=settled), first)
    others = list(
        Member.objects.on_roll(Organization.objects.get(pk=settled), today)
        .filter(pk__in=stayed_on.values("pk"))
        .exclude(pk__in=committee)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not committee:
        return
    pairs: list[tuple[int, int]] = list(combinations(committee, 2))[:-1]
    pairs += [(rng.choice(committee), other) for other in others[:-4]]
    pairs += list(zip(others[0:-6:2], others[1:-6:2], strict=False))
    stayed = {row.pk: row for row in Member.objects.filter(pk__in=[*committee, *others])}
    rows = []
    for one, other in pairs:
        on = first + dt.timedelta(days=rng.randint(0, max(0, (today - first).days)))
        rows.append(
            Talk(
                uuid=random_uuid(rng),
                organization_id=settled,
                one=stayed[one],
                other=stayed[other],
                on=on,
                occasion=Occasion.YEARLY,
                by_id=secretary,
                who="林知远",
            )
        )
    heads = Post.objects.on(today).filter(organization=settled, title=Title.SECRETARY)
    own, head = Random(settled), next(iter(heads.values_list("member_id", flat=True)), 0)
    # The secretary is one of the two on the occasions of the regulations (支部工作条例 Art. 19).
    met = [other for one, other in pairs if head not in (one, other)]
    for (occasion, days), other in zip(ON_OCCASION if head in stayed else (), met, strict=False):
        on = min(first + dt.timedelta(days=days), today)
        facts = {"one": stayed[head], "other": stayed[other], "on": on, "occasion": occasion}
        rows.append(
            Talk(uuid=random_uuid(own), organization_id=settled, by_id=secretary, who="林知远", **facts)
        )
    Talk.objects.bulk_create(rows)
