"""The states of the templates of papers, as plain data."""

from django.db import models

from core import clock
from core.moves import Move, Moves


class PaperKind(models.TextChoices):
    MINUTES = "minutes", "会议记录"
    SIGN_IN = "sign_in", "签到表"
    WORKBOOK = "workbook", "党支部工作手册"
    MEMBER_YEAR = "member_year", "党员个人年度记录"
    HANDOVER = "handover", "交接清单"
    NOTICE = "notice", "会议通知"
    RESOLUTION = "resolution", "党员大会决议"
    BALLOT = "ballot", "表决票"
    TALLY = "tally", "计票单"
    LIFE_REPORT = "life_report", "组织生活会情况报告"
    APPRAISAL = "appraisal", "民主评议党员登记表"
    GRADING = "grading", "民主测评表"
    PUBLICITY = "publicity", "公示"
    REQUEST = "request", "换届请示"
    ELECTION = "election", "选票"
    RESULT = "result", "选举结果报告单"
    RECTIFICATION = "rectified", "整改报告"
    REPLY = "reply", "批复"
    TRANSFER = "transfer", "组织关系介绍信"
    MEMBER_FORM = "member_form", "党员登记表"
    DEVELOPMENT = "development", "发展党员全程纪实表"


LETTERS = frozenset(
    {
        PaperKind.NOTICE,
        PaperKind.RESOLUTION,
        PaperKind.TALLY,
        PaperKind.LIFE_REPORT,
        PaperKind.APPRAISAL,
        PaperKind.PUBLICITY,
        PaperKind.REQUEST,
        PaperKind.RESULT,
        PaperKind.RECTIFICATION,
        PaperKind.REPLY,
        PaperKind.TRANSFER,
        PaperKind.MEMBER_FORM,
        PaperKind.DEVELOPMENT,
    }
)
"""Papers of one form: head, title, addressee, lines, a table of two columns, signatures, sender and date."""
OF_MEETING = (
    PaperKind.NOTICE,
    PaperKind.RESOLUTION,
    PaperKind.BALLOT,
    PaperKind.TALLY,
    PaperKind.LIFE_REPORT,
    PaperKind.RECTIFICATION,
)
OF_APPRAISAL = (PaperKind.GRADING, PaperKind.APPRAISAL)
OF_ORGANIZATION = (PaperKind.PUBLICITY, PaperKind.REQUEST, PaperKind.ELECTION, PaperKind.RESULT)
OF_DECISION = (PaperKind.REPLY, PaperKind.TRANSFER)
OF_MEMBER = (PaperKind.MEMBER_FORM, PaperKind.DEVELOPMENT)


def laid_out_as(kind: str) -> str:
    """The name of the product's own template and print page of a kind: the letters share theirs, so do the ballots."""
    if kind == PaperKind.ELECTION:
        return "ballot"
    return "letter" if kind in LETTERS else kind


TEMPLATE_MOVES = Moves("retired_at", {"retire": Move({None}, clock.now, action="template.retire")})
