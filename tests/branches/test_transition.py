"""Moves of every kind of row: where one may not begin it is refused in its own words, and changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import BooleanField, DateTimeField, F, Model

from audit.models import Entry, Job
from branches.models import Mandate, TreeDeed
from branches.workflow.transition import claim, transition
from core.errors import Gone, RuleBroken
from core.moves import Moves, swap
from documents.models import PaperTemplate
from exchange.models import Export, Import
from life.models import Appraisal, AppraisalEntry, Disposal
from meetings.models import (
    Amendment,
    Attachment,
    CheckInWindow,
    Leave,
    Meeting,
    Poll,
    Problem,
    Receipt,
    StandIn,
    Step,
)
from meetings.states import MOVES, Status
from members.models import Post, Restriction
from obligations.models import Waiver
from planning.models import Theme
from procedures.models import MemberDecision
from reminders.models import Channel, Delivery, Digest, Feed
from reports.models import Report
from tests.threads import at_once
from tests.world import World

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
GONE = ("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再看。")


def meeting_of(world: World) -> Meeting:
    return Meeting.objects.create(
        organization=world.branch, held_on=DAY, starts_at=NOON - dt.timedelta(days=2), submitted_at=NOON
    )


def poll_of(world: World) -> Poll:
    return Poll.objects.create(
        meeting=meeting_of(world), question="同意计划", opened_at=NOON - dt.timedelta(days=1)
    )


def channel_of(world: World) -> Channel:
    return Channel.objects.create(user=world.lin.user, kind="email", address="lin@example.cn")


# What moves → a row of its kind, and the code and sentence of its refusals; a dictionary where they differ by move.
KINDS: dict[str, tuple[Callable[[World], Model], Any]] = {
    "accounts.states.ACCOUNT_MOVES": (
        lambda world: world.hua.user,
        {
            "close": ("account_already_closed", "“华小满”的账号已经停用。"),
            "reopen": ("account_still_open", "“华小满”的账号没有停用，不用再启用。"),
        },
    ),
    "accounts.states.VOUCH_MOVES": (
        lambda world: world.hua.user,
        ("account_not_awaiting", "“华小满”的账号不用核实，已经能用。"),
    ),
    "audit.states.JOB_MOVES": (lambda world: Job.objects.create(task="t", title="核对"), GONE),
    "branches.states.MANDATE_MOVES": (lambda world: Mandate.objects.get(user=world.he.user), GONE),
    "branches.states.TREE_DEED_MOVES": (
        lambda world: TreeDeed.objects.create(
            kind="dissolved", organization=world.branch, effective_on=DAY, carried={}
        ),
        GONE,
    ),
    "documents.states.TEMPLATE_MOVES": (
        lambda world: PaperTemplate.objects.create(
            organization=world.street, kind="minutes", name="记录.docx", sha256="0" * 64
        ),
        GONE,
    ),
    "exchange.states.EXPORT_MOVES": (
        lambda world: Export.objects.create(organization=world.street, kind="roster", rows=1, reason="开会"),
        ("export_decided", "这份申请已经有人定了。"),
    ),
    "exchange.states.IMPORT_MOVES": (
        lambda world: Import.objects.create(
            organization=world.street, kind="roster", file_name="花名册.xlsx"
        ),
        GONE,
    ),
    "life.states.APPRAISAL_MOVES": (
        lambda world: Appraisal.objects.create(organization=world.branch, year=2026),
        ("out_of_order", "现在是“{status}”，还不能{deed}。次序是自评、互评、测评、评定。"),
    ),
    "life.states.DISPOSAL_MOVES": (
        lambda world: Disposal.objects.create(
            entry=AppraisalEntry.objects.create(
                appraisal=Appraisal.objects.create(organization=world.branch, year=2026),
                member=world.members[3],
            ),
            since=DAY,
            due_on=DAY,
        ),
        ("disposal_concluded", "这件处置现在是“{status}”，不能{deed}。请刷新后再看。"),
    ),
    "procedures.states.DECISION_MOVES": (
        lambda world: MemberDecision.objects.create(
            kind="exempt", organization=world.branch, member=world.members[3], name="陈国"
        ),
        ("decision_taken", "这件事现在是“{status}”，不能再{deed}。请刷新后再看。"),
    ),
    "meetings.states.MOVES": (meeting_of, ("wrong_moment", "这次会议现在是“{status}”，不能{deed}。")),
    "meetings.states.AMENDMENT_MOVES": (
        lambda world: Amendment.objects.create(
            meeting=meeting_of(world), reason="写错了", before={}, after={}, status="proposed"
        ),
        ("amendment_decided", "这项更正已经有人处理过了，请刷新后再看。"),
    ),
    "meetings.states.LEAVE_MOVES": (
        lambda world: Leave.objects.create(
            meeting=meeting_of(world), member=world.members[2], reason_code="sick"
        ),
        ("leave_moved", "这份请假现在是“{status}”，不能再{deed}。请刷新后再看。"),
    ),
    "meetings.states.CHECK_IN_MOVES": (
        lambda world: CheckInWindow.objects.create(meeting=meeting_of(world), nonce="0"),
        ("window_not_open", "这次会议没有在签到，不能签到。没签上的，请找记录人登记。"),
    ),
    "life.states.STAND_IN_MOVES": (
        lambda world: StandIn.objects.create(meeting=meeting_of(world), name="何秀", digest="0", until=NOON),
        ("stand_in_over", "这个考勤链接已经收回，不能再用。请联系支部书记。"),
    ),
    "meetings.states.ATTACHMENT_MOVES": (
        lambda world: Attachment.objects.create(
            meeting=meeting_of(world), kind="photo", name="会场.jpg", size=1, sha256="0" * 64
        ),
        GONE,
    ),
    "life.states.PROBLEM_MOVES": (
        lambda world: Problem.objects.create(meeting=meeting_of(world), position=1, text="学习不经常"),
        ("already_rectified", "这一条已经记过完成了，请刷新后再看。"),
    ),
    "life.states.POLL_MOVES": (poll_of, ("poll_closed", "这项表决已经结束，不能再投。")),
    "life.states.GRADING_MOVES": (poll_of, ("grading_closed", "测评已经结束，不能再投。")),
    "meetings.states.RECEIPT_MOVES": (
        lambda world: Receipt.objects.create(poll=poll_of(world), member=world.members[2]),
        ("already_voted", "您已经投过了，一人投一次，不能改。"),
    ),
    "members.states.MEMBER_MOVES": (lambda world: world.members[3], GONE),
    "members.states.POST_MOVES": (
        lambda world: Post.objects.filter(organization=world.branch)[0],
        GONE,
    ),
    "members.states.RESTRICTION_MOVES": (
        lambda world: Restriction.objects.create(
            member=world.members[3], kind="exempt", since=DAY, reason="长期患病"
        ),
        GONE,
    ),
    "planning.states.THEME_MOVES": (
        lambda world: Theme.objects.create(
            organization=world.street, month=dt.date(2026, 11, 1), title="学习条例"
        ),
        ("theme_withdrawn", "这个主题方案已经撤回，不用再撤。"),
    ),
    "reminders.states.DELIVERY_MOVES": (
        lambda world: Delivery.objects.create(
            digest=Digest.objects.create(user=world.lin.user, day=DAY), channel=channel_of(world)
        ),
        GONE,
    ),
    "reminders.states.SWITCH_MOVES": (channel_of, GONE),
    "reminders.states.CONFIRMATION_MOVES": (channel_of, GONE),
    "reminders.states.FEED_MOVES": (
        lambda world: Feed.objects.create(user=world.lin.user, digest="0"),
        GONE,
    ),
    "reports.states.REPORT_MOVES": (
        lambda world: Report.objects.create(
            organization=world.street, path=world.street.path, month=dt.date(2026, 10, 1)
        ),
        {
            "build": (
                "report_frozen",
                "“望海街道党工委”2026年10月的月报已经冻结，不能重新生成。之后的变化列在“冻结后的更正”里。",
            ),
            "freeze": (
                "report_frozen",
                "“望海街道党工委”2026年10月的月报已经冻结，不能重新生成。之后的变化列在“冻结后的更正”里。",
            ),
            "publish": GONE,
            "withdraw": GONE,
        },
    ),
    "obligations.states.WAIVER_MOVES": (
        lambda world: Waiver.objects.create(
            organization=world.branch, rule_code="R-MEET-05", since=DAY, until=DAY, reason="外出学习"
        ),
        GONE,
    ),
}


def found_moves() -> dict[str, Moves]:
    """Every table of moves in the states of any app, by where it stands."""
    root = Path(settings.BASE_DIR)
    modules = [path.relative_to(root).with_suffix("") for path in root.glob("*/*states.py")]
    names = [".".join(module.parts) for module in modules if module.parts[0] != "tests"]
    return {
        f"{name}.{word}": value
        for name in sorted(names)
        for word, value in vars(import_module(name)).items()
        if isinstance(value, Moves) and not word.startswith("_")
    }


def states_of(row: Model, moves: Moves) -> list[Any]:
    if moves.labels:
        return list(moves.labels.values)
    column = row._meta.get_field(moves.field)
    if isinstance(column, BooleanField):
        return [True, False]
    over = NOON if isinstance(column, DateTimeField) else DAY
    return [None, over] if column.null else [over]


# A report is published by an office on a day (R-PAP-03); only then does it name both. What is withdrawn says why.
ISSUED = {"published_at": NOON, "issuer": "区委党建办"}
WITHDRAWN = {"withdrawn_at": NOON, "withdrawal_reason": "少算了", "withdrawal_document": "1号"}
NOT_ISSUED = {"published_at": None, "issuer": ""}


def beside(row: Any, state: Any) -> dict[str, Any]:
    """What a row says beside its state."""
    if not isinstance(row, Report):
        return {}
    return {"published": ISSUED, "withdrawn": ISSUED | WITHDRAWN}.get(state, NOT_ISSUED)


def put_into(row: Any, moves: Moves, state: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**{moves.field: state}, **beside(row, state))
    row.refresh_from_db()


def columns(row: Model) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def cases() -> Iterator[tuple[str, str]]:
    for key in KINDS:
        module, _, word = key.rpartition(".")
        for name in getattr(import_module(module), word).by_name:
            yield key, name


def test_every_table_of_moves_is_walked_here() -> None:
    found = found_moves()
    assert {id(found[key]) for key in KINDS} == {id(moves) for moves in found.values()}


@pytest.mark.parametrize(("key", "name"), cases())
def test_a_move_begins_only_in_the_states_that_permit_it(world: World, key: str, name: str) -> None:
    moves, (make, refusals) = found_moves()[key], KINDS[key]
    row, move = make(world), moves[name]
    for state in states_of(row, moves):
        put_into(row, moves, state)
        before = columns(row), dict(row.__dict__), Entry.objects.count(), Step.objects.count()
        if move.may_begin_in(state):
            swap(row, moves, name, **beside(row, move.to))
            after = columns(row)[moves.field]
            assert after == getattr(row, moves.field)
            assert after == (state if move.to is None else move.to) or (callable(move.to) and after)
            continue
        with pytest.raises(RuleBroken) as refused, claim(row, moves, name, world.lin.actor):
            pytest.fail("the move was made")
        code, sentence = refusals[name] if isinstance(refusals, dict) else refusals
        if move.sentence and "{next}" in move.sentence:
            sentence = sentence.replace("{deed}", "{deed}" + moves.facts(row)["next"])
        assert refused.value.code == code
        assert refused.value.sentence == sentence.format(status=moves.label(state), deed=move.deed)
        assert before == (columns(row), dict(row.__dict__), Entry.objects.count(), Step.objects.count())


def test_a_transition_leaves_its_step_and_its_entry(world: World) -> None:
    meeting = meeting_of(world)
    put_into(meeting, MOVES, Status.SUBMITTED)
    done = transition(
        meeting,
        MOVES,
        "return_for_revision",
        world.wei.actor,
        note="补写讨论",
        returned_count=F("returned_count") + 1,
    )
    assert (done.status, done.version, done.returned_count) == ("returned", 2, 1)
    assert list(Step.objects.values_list("deed", "comment", "who")) == [("returned", "补写讨论", "韦明")]
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.path, entry.note) == (
        "meeting.return_for_revision",
        world.branch.path,
        "补写讨论",
    )
    assert (entry.before, entry.after) == ({"状态": "待审核"}, {"状态": "退回修改"})


def test_what_is_refused_after_the_claim_undoes_it_in_the_row_in_hand_too(world: World) -> None:
    meeting = meeting_of(world)
    put_into(meeting, MOVES, Status.SUBMITTED)
    before = columns(meeting)

    def claim_and_fail() -> None:
        with claim(meeting, MOVES, "confirm", world.wei.actor, confirmed_at=NOON):
            meeting.is_late = True
            raise Gone

    with pytest.raises(Gone):
        claim_and_fail()
    assert {name: getattr(meeting, name) for name in before} == before == columns(meeting)


def test_whoever_saw_an_older_version_is_refused(world: World) -> None:
    meeting = meeting_of(world)
    put_into(meeting, MOVES, Status.SUBMITTED)
    stale = Meeting.objects.get(pk=meeting.pk)
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    for given in ({}, {"version": 1}):
        with pytest.raises(Gone):
            swap(stale, MOVES, "confirm", **given)
    swap(stale, MOVES, "confirm", version=2)
    assert (stale.version, Meeting.objects.get().version) == (3, 3)


def test_of_two_at_once_on_two_connections_one_moves_the_row(real_commits: None, world: World) -> None:
    meeting = meeting_of(world)
    put_into(meeting, MOVES, Status.SUBMITTED)
    rows = [Meeting.objects.get(pk=meeting.pk) for _ in range(4)]
    names = ["confirm", "return_for_revision", "confirm", "return_for_revision"]
    answers = at_once(
        [
            lambda row=row, name=name: transition(row, MOVES, name, world.wei.actor)
            for row, name in zip(rows, names, strict=True)
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Meeting"] + ["WrongMoment"] * 3
    assert (Meeting.objects.get().version, Step.objects.count()) == (2, 1)
    assert Entry.objects.filter(action__in=["meeting.confirm", "meeting.return_for_revision"]).count() == 1
