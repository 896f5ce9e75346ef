"""The stages of an appraisal of members, and what may be done with appraisals, polls, problems and links, as plain data."""

from collections.abc import Collection
from typing import Any

from django.db import models

from core import clock
from core.moves import Move, Moves
from life.errors import (
    AlreadyRectified,
    DisposalConcluded,
    GradingClosed,
    OutOfOrder,
    PollClosed,
    StandInOver,
)


class Occasion(models.TextChoices):
    """Why two members talk: what 支部工作条例 Art. 19 names, then what the district adds (本区规定)."""

    YEARLY = "yearly", "年度谈心谈话"
    FAMILY = "family", "家庭发生重大变故"
    HARDSHIP = "hardship", "出现重大困难"
    HEALTH = "health", "身心健康出现突出问题"
    DISCIPLINE = "discipline", "受到处分处置"
    REPORTS = "reports", "有不良反映"
    POST = "post", "职务岗位变动（本区规定）"
    CONTACT = "contact", "有失联倾向（本区规定）"
    CONFLICT = "conflict", "有矛盾纠纷（本区规定）"
    OTHER = "other", "其他"


WITH_SECRETARY = frozenset(
    {Occasion.FAMILY, Occasion.HARDSHIP, Occasion.HEALTH, Occasion.DISCIPLINE, Occasion.REPORTS}
)
"""On these occasions the secretary talks with the member (支部工作条例 Art. 19; R-LIFE-16)."""


class Stage(models.TextChoices):
    """The order of an appraisal (R-LIFE-05)."""

    SELF = "self", "个人自评"
    MUTUAL = "mutual", "党员互评"
    POLL = "poll", "民主测评"
    CONCLUSION = "conclusion", "评定意见"
    CLOSED = "closed", "已完成"


class PartMark(models.TextChoices):
    """How a member's part of a stage was done where its text does not stand here (R-LIFE-05)."""

    WRITTEN = "written", "书面"
    ORAL = "oral", "口头"
    ABSENT = "absent", "未到会"  # owes nothing, unless the meeting's record says they came


ORDER = tuple(Stage)
ANY_STAGE = frozenset(Stage)
BEFORE_THE_VOTE = frozenset({Stage.SELF, Stage.MUTUAL})
_WITH_NEXT = OutOfOrder.sentence.replace("{deed}", "{deed}{next}")


def following(stage: str) -> str | None:
    """The only stage that may come next (R-LIFE-05)."""
    place = ORDER.index(Stage(stage)) + 1
    return ORDER[place] if place < len(ORDER) else None


def _next(appraisal: Any) -> dict[str, str]:
    after = following(appraisal.stage)
    return {"next": f"，下一步是{Stage(after).label}" if after else ""}


def _advance(permitted: Collection[Stage], to: Stage) -> Move:
    return Move(permitted, to, f"做{to.label}", sentence=_WITH_NEXT, action="appraisal.advance")


APPRAISAL_MOVES = Moves(
    "stage",
    {
        "join": Move(BEFORE_THE_VOTE, deed="加人", action="appraisal.join"),
        "write": Move(ANY_STAGE, action="appraisal.write"),
        # Many members write at once, each their own text.
        "assess_oneself": Move(
            BEFORE_THE_VOTE, deed="写自评", action="appraisal.assess_oneself", compares_version=False
        ),
        "self": _advance((), Stage.SELF),
        "mutual": _advance({Stage.SELF}, Stage.MUTUAL),
        "poll": _advance({Stage.MUTUAL}, Stage.POLL),
        "conclusion": _advance({Stage.POLL}, Stage.CONCLUSION),
        "closed": _advance({Stage.CONCLUSION}, Stage.CLOSED),
        "change_meeting": Move({Stage.POLL}, deed="换评议会", action="appraisal.advance"),
        "open_grading": Move({Stage.POLL}, deed="开测评", action="appraisal.open_grading"),
        # The poll itself says whether it may be closed.
        "close_grading": Move(ANY_STAGE, action="appraisal.close_grading", compares_version=False),
        "withdraw_grading": Move({Stage.POLL}, deed="撤回测评", action="appraisal.withdraw_grading"),
        "tally": Move({Stage.POLL}, deed="填测评票数", action="appraisal.tally"),
        "conclude": Move({Stage.CONCLUSION}, deed="评定等次", action="appraisal.conclude"),
    },
    refusal=OutOfOrder,
    labels=Stage,
    facts=_next,
    word="阶段",
    version=True,
)


class DisposalKind(models.TextChoices):
    """What may follow an incompetent grade, and nothing else (不合格党员组织处置办法 Art. 3; R-STA-06)."""

    CORRECTION = "correction", "限期改正"
    PERSUASION = "persuasion", "劝其退党"
    REMOVAL = "removal", "除名"


class DisposalStatus(models.TextChoices):
    OPENED = "opened", "待处置"
    DECIDED = "decided", "处置中"
    CONCLUDED = "concluded", "已作结论"


NOT_CONCLUDED = frozenset({DisposalStatus.OPENED, DisposalStatus.DECIDED})
DISPOSAL_MOVES = Moves(
    "status",
    {
        # A term that is over without improvement is followed by another disposal.
        "decide": Move(NOT_CONCLUDED, DisposalStatus.DECIDED, "再定", action="disposal.decide"),
        "conclude": Move(NOT_CONCLUDED, DisposalStatus.CONCLUDED, "再作结论", action="disposal.conclude"),
    },
    refusal=DisposalConcluded,
    labels=DisposalStatus,
    subject="entry.appraisal",
    word="状态",
)

NOT_YET = {None}
STAND_IN_MOVES = Moves(
    "revoked_at",
    {"revoke": Move(NOT_YET, clock.now, action="stand_in.revoke")},
    refusal=StandInOver,
    facts=lambda stand_in: {"why": "已经收回"},
    subject="meeting",
)
PROBLEM_MOVES = Moves(
    "done_on",
    {
        "plan": Move(NOT_YET, action="meeting.plan_rectification"),
        "rectify": Move(NOT_YET, action="meeting.rectify"),
    },
    refusal=AlreadyRectified,
    subject="meeting",
)

_POLL = {
    "hold": Move(NOT_YET),  # changes nothing, but locks the row: voting and closing wait for each other
    "close": Move(NOT_YET, clock.now, action="meeting.close_poll"),
    "drop": Move(NOT_YET, action="meeting.drop_poll"),
}
POLL_MOVES = Moves("closed_at", _POLL, refusal=PollClosed, subject="meeting")
GRADING_MOVES = Moves("closed_at", _POLL, refusal=GradingClosed, subject="meeting")
