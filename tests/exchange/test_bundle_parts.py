"""A bundle carries every part of a meeting: what came out of one installation stands in the other as it was."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from audit.models import Entry
from exchange import actions as exchange_actions
from exchange import errors
from life import actions as life_actions
from life.models import Appraisal, AppraisalEntry, Disposal
from meetings import actions
from meetings.models import (
    Amendment,
    Ballot,
    CheckIn,
    FollowUp,
    Leave,
    MakeUp,
    Meeting,
    Outcome,
    Poll,
    Problem,
    Receipt,
    Resolution,
)
from meetings.record.field_types import PersonReference
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    ExaminationEntry,
    FollowUpEntry,
    GuestEntry,
    LecturePart,
    LifePart,
    ProblemEntry,
    StatementEntry,
)
from tests.exchange.test_bundle import bring, export_bundle, forged, parts, zipped
from tests.meetings.pictures import jpeg, scene, upload
from tests.world import World

NOON = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)
NOT_THE_SAME = ("status", "is_late", "version", "returned_count", "submitted_at", "confirmed_at")
"""What the office of the other installation decides anew."""


@pytest.fixture
def earlier(make: Any, world: World) -> Meeting:
    row = make(
        held_on=dt.date(2026, 10, 20),
        theme="上次会议",
        kinds=["committee"],
        agenda=(
            AgendaEntry(
                "修活动室",
                "",
                Decision(
                    "十一月修好活动室", yes=3, no=0, abstain=0, executor="何秀", due_on=dt.date(2026, 11, 30)
                ),
            ),
        ),
    )
    return actions.submit(meeting=row, by=world.lin.actor)


@pytest.fixture
def meeting(make: Any, world: World, earlier: Meeting) -> Meeting:
    ill, lin, he = world.members[3], world.members[0], world.members[1]
    row = make(
        uuid=uuid4(),
        kinds=["general", "lecture", "life", "appraisal"],
        theme="年度组织生活会",
        guests="街道邵兰",
        marks={ill.uuid: AttendanceMark(reason_code="sick", state="on_leave")},
        agenda=(
            AgendaEntry("推荐先进", "大家同意", Decision("推荐许国文为先进", yes=5, no=1, abstain=1, executor="何秀", due_on=dt.date(2026, 12, 1)), (StatementEntry("林知", "他先说"),)),
            AgendaEntry("学习", "读了文件"),
        ),
        follow_ups=(FollowUpEntry(Resolution.objects.get().pk, True, "修好了"),),
        guest_rows=(GuestEntry("邵兰", "望海街道", "sitting_in"),),
        lecture=LecturePart(member=PersonReference.to(lin), level="secretary", material="党章第一章", hours=Decimal("1.5")),
        life=LifePart(
            "学了条例", "谈了八次", "征求到三条", "逐个开展了批评",
            (
                ProblemEntry("支部学习不够经常", None, "每月学两次", "林知", dt.date(2026, 12, 31)),
                ProblemEntry("联系群众少", PersonReference.to(he), "每周走访", "何秀", dt.date(2026, 12, 20)),
            ),
            (ExaminationEntry(PersonReference.to(he), "走访少", "林知：要多下楼栋"),),
        ),
    )  # fmt: skip
    actions.attach(meeting=row, upload=upload(jpeg(scene(1))), name="会场全景.jpg", by=world.lin.actor)
    poll = Poll.objects.create(
        meeting=row, question="推荐许国文为先进", opened_at=NOON, closed_at=NOON, entitled=8, present=7
    )
    Ballot.objects.bulk_create(
        [Ballot(poll=poll, choice=choice) for choice in ["yes"] * 5 + ["no", "abstain"]]
    )
    Receipt.objects.bulk_create(
        [Receipt(poll=poll, member=one, has_voted=True) for one in world.members[:8] if one != ill]
    )
    by_name = Poll.objects.create(
        meeting=row,
        question="买新书柜",
        is_secret=False,
        opened_at=NOON,
        closed_at=NOON,
        entitled=8,
        present=7,
    )
    Receipt.objects.create(poll=by_name, member=lin, has_voted=True, choice="yes")
    Receipt.objects.create(poll=by_name, member=ill)
    grading = Poll.objects.create(
        meeting=row, question="民主测评", kind="appraisal", opened_at=NOON, closed_at=NOON, present=7
    )
    Ballot.objects.bulk_create([Ballot(poll=grading, about=lin, choice="excellent") for _ in range(4)])
    appraisal = Appraisal.objects.create(
        organization=world.branch, year=2026, meeting=row, stage="closed", poll=grading, closed_on=NOON.date()
    )
    AppraisalEntry.objects.create(
        appraisal=appraisal, member=lin, self_text="自评", mutual_text="互评", excellent=4, grade="excellent", opinion="好"
    )  # fmt: skip
    AppraisalEntry.objects.create(appraisal=appraisal, member=world.members[8], is_preparatory=True)
    Leave.objects.create(
        meeting=row, member=ill, reason_code="sick", status="approved", decided_at=NOON, decided_who="林知"
    )
    CheckIn.objects.create(meeting=row, member=lin, key=uuid4(), way="qr", at=NOON, device_at=NOON)
    MakeUp.objects.create(
        meeting=row, member=ill, way="visit", note="送学上门", done_on=NOON.date(), who="何秀", at=NOON
    )
    Outcome.objects.create(meeting=row, text="走访了三户", on=NOON.date(), who="何秀", at=NOON)
    Problem.objects.filter(meeting=row, position=2).update(done_on=NOON.date(), done_note="走访了")
    later = make(held_on=dt.date(2026, 11, 21), theme="后来的会", uuid=uuid4())
    FollowUp.objects.create(
        resolution=Resolution.objects.get(item__meeting=row), meeting=later, note="正在办", on=NOON.date(), who="何秀", at=NOON
    )  # fmt: skip
    actions.submit(meeting=row, by=world.lin.actor)
    actions.confirm(meeting=row, by=world.wei.actor)
    Amendment.objects.create(
        meeting=row,
        reason="写错了",
        before={"主题": "旧"},
        after={"主题": "年度组织生活会"},
        asked_who="林知",
        asked_at=NOON,
        decided_who="何秀",
        decided_at=NOON,
    )
    return Meeting.objects.select_related("organization__parent").get(pk=row.pk)


def meeting_json(content: bytes) -> dict[str, Any]:
    return json.loads(parts(content)["meeting.json"])


def forget(meeting: Meeting) -> None:
    """Another installation with the same people and the same other meetings."""
    Appraisal.objects.filter(meeting=meeting).delete()
    FollowUp.objects.filter(resolution__item__meeting=meeting).delete()
    for rows in (meeting.amendments, meeting.attachments, meeting.polls, meeting.check_ins):
        rows.all().delete()
    Meeting.objects.filter(pk=meeting.pk).delete()


def test_everything_that_went_out_stands_there(meeting: Meeting, earlier: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    before = meeting_json(content)
    forget(meeting)
    came = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    came.refresh_from_db()
    after = meeting_json(export_bundle(came, world))
    for record in (before, after):
        for name in NOT_THE_SAME:
            del record[name]
        for row in (*record["attendances"], *record["files"]):
            row.pop("source", None), row.pop("id", None), row.pop("added_at", None)
    assert [step["deed"] for step in after["steps"][3:]] == ["recorded", "submitted"]
    after["steps"] = after["steps"][:3]
    assert after == before
    assert {name: len(before[name]) for name in before if isinstance(before[name], list)} == {
        "kinds": 4, "attendances": 9, "agenda": 2, "follow_ups": 1, "polls": 3, "appraisals": 1, "guest_rows": 1, "partner_units": 0, "numbers": 4,
        "leaves": 1, "check_ins": 1, "make_ups": 1, "lecture": 1, "life_record": 1, "problems": 2, "examinations": 1, "outcomes": 1,
        "steps": 3, "amendments": 1, "files": 1,
    }  # fmt: skip
    assert (came.status, came.lecture.hours) == ("submitted", Decimal("1.5"))
    assert FollowUp.objects.get(note="修好了").resolution.item.meeting == earlier
    assert FollowUp.objects.get(note="正在办").meeting.theme == "后来的会"


@pytest.mark.parametrize("signer", ["nobody", "somebody unknown", "a shared key"])
def test_a_bundle_nobody_believed_signed_brings_no_deeds_of_others(
    meeting: Meeting, earlier: Meeting, world: World, settings: Any, signer: str
) -> None:
    """Finding 4: it is the importer's word, whatever stands in it about votes, grades, leave, check-ins and signatures."""
    ours = settings.DATA_KEY
    settings.PREVIOUS_DATA_KEY = ours  # what lies here stays readable while somebody else signs
    settings.DATA_KEY = ours if signer == "nobody" else "a-key-of-their-own-0123456789-abcdefghij-KLMNOPQ"
    content = forged(export_bundle(meeting, world), signed="not" if signer == "nobody" else "anew")
    settings.DATA_KEY = ours
    if signer == "a shared key":
        content = signed_as(content, {"algorithm": "HMAC-SHA256", "value": "0" * 64})
    before = meeting_json(content)
    forget(meeting)
    batch = bring(content, world)
    for who, reason in ((world.lin, "纸质原件核对过"), (world.shao, ""), (world.shao, " 好")):
        with pytest.raises(errors.UnsignedBundle):
            exchange_actions.import_bundle(batch=batch, reason=reason, by=who.actor)
    assert not Meeting.objects.filter(uuid=meeting.uuid).exists()
    came = exchange_actions.import_bundle(batch=batch, reason="纸质原件核对过", by=world.shao.actor)
    assert Entry.objects.filter(action="meeting.import").latest("id").after["理由"] == "纸质原件核对过"
    models = (Poll, Ballot, Receipt, Appraisal, Leave, CheckIn, MakeUp, Outcome, Amendment)
    assert {model.__name__: model.objects.count() for model in models} == dict.fromkeys(
        (model.__name__ for model in models), 0
    )
    assert not FollowUp.objects.filter(uuid__in=[row["uuid"] for row in before["follow_ups"]]).exists()
    assert [(step.deed, step.who) for step in came.steps.all()] == [
        ("recorded", "邵兰"),
        ("submitted", "邵兰"),
    ]
    assert came.steps.first().comment == (
        "从没有可信签名的档案包导入；包里说的请假1条、签到1条、补学1条、会后落实1条、经过3条、更正1条、表决3条、"
        "民主评议1条、落实情况2条，没有导入"
    )
    after = meeting_json(export_bundle(came, world))
    for name in ("theme", "place", "expected", "present", "on_leave", "guest_rows", "problems", "lecture"):
        assert after[name] == before[name], name
    assert {row["source"] for row in after["attendances"] if "source" in row} <= {"imported"}
    assert len(after["files"]) == 1


def test_only_who_belonged_there_on_the_day_stands_on_the_roll(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    rows = meeting_json(content)["attendances"]
    stranger = world.shen.member
    rows[5]["member"] = {"id": str(stranger.uuid), "name": stranger.name}
    forget(meeting)
    batch = bring(forged(content, attendances=rows), world)
    with pytest.raises(errors.PeopleNotMatched, match=stranger.name):
        exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert not Meeting.objects.filter(uuid=meeting.uuid).exists()


def signed_as(content: bytes, signature: dict[str, str]) -> bytes:
    files = parts(content)
    manifest = json.loads(files["manifest.json"]) | {"signature": signature}
    return zipped(files | {"manifest.json": json.dumps(manifest).encode()})


def test_a_secret_poll_tells_how_many_and_never_who(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    secret, by_name, grading = meeting_json(content)["polls"]
    assert (secret["papers"], secret["voters"]) == (
        [
            {"about": None, "choice": choice, "count": n}
            for choice, n in (("abstain", 1), ("no", 1), ("yes", 5))
        ],
        [],
    )
    assert [one["choice"] for one in by_name["voters"]] == ["yes", ""]
    assert (grading["papers"][0]["count"], grading["voters"]) == (4, [])
    forget(meeting)
    came = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    assert Receipt.objects.filter(poll__meeting=came, poll__is_secret=True).count() == 0
    assert Ballot.objects.filter(poll__meeting=came).count() == 11


def test_what_cannot_be_kept_here_is_said_in_the_steps(
    meeting: Meeting, earlier: Meeting, world: World
) -> None:
    content = export_bundle(meeting, world)
    forget(meeting)
    Meeting.objects.filter(pk=earlier.pk).delete()
    life_actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)
    came = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    assert came.steps.get(comment__startswith="从档案包导入").comment == (
        "从档案包导入，上面是原来的经过。1条落实情况说的是这里没有的决议，没有导入。2026年度民主评议这里已经有了，没有导入"
    )
    assert (came.follow_ups.count(), came.appraisals.count()) == (0, 0)


def test_r_life_08_an_incompetent_grade_that_comes_in_opens_what_must_follow(
    meeting: Meeting, world: World
) -> None:
    lin = world.members[0]
    AppraisalEntry.objects.filter(member=lin).update(excellent=0, incompetent=4, grade="incompetent")
    Ballot.objects.filter(about=lin).update(choice="incompetent")
    content = export_bundle(meeting, world)
    forget(meeting)
    came = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    assert Disposal.objects.get().entry.member == lin
    assert (
        "林知评定为不合格，后续处置从今天起办理" in came.steps.get(comment__startswith="从档案包导入").comment
    )


def test_a_part_of_somebody_unknown_keeps_the_bundle_out(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    problems = meeting_json(content)["problems"]
    problems[1]["member"] = {"id": str(UUID(int=9)), "name": "刘生人"}
    forget(meeting)
    batch = bring(forged(content, problems=problems), world)
    with pytest.raises(errors.PeopleNotMatched, match="刘生人"):
        exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert Meeting.objects.filter(uuid=meeting.uuid).count() == 0


def test_a_bundle_of_before_these_parts_still_comes_in(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    new = ("follow_ups", "polls", "appraisals", "leaves", "check_ins", "make_ups", "lecture", "life_record",
           "problems", "examinations", "outcomes")  # fmt: skip
    forget(meeting)
    old = forged(content, schema="zuzhi-meeting/1", **dict.fromkeys(new))
    came = exchange_actions.import_bundle(batch=bring(old, world), by=world.shao.actor)
    # What a record of another system lacks of an organizational-life meeting is a hint on it, not a stop.
    assert (came.status, came.polls.count()) == ("submitted", 0)
