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


TEMPLATE_MOVES = Moves("retired_at", {"retire": Move({None}, clock.now, action="template.retire")})
