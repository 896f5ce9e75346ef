"""The kinds of work that are kept while they are unfinished, or lie in the bin."""

from django.db import models


class WorkKind(models.TextChoices):
    RECORD = "record", "记录"
    AMENDMENT = "amendment", "更正"
    TALK = "talk", "谈话"
    ATTACHMENT = "attachment", "附件"
    OUTCOME = "outcome", "会后落实"
    COLUMNS = "columns", "导出的列"


BEGUN = (WorkKind.RECORD, WorkKind.AMENDMENT)
"""What is begun and not sent; the other kinds lie in the bin only, as what makes them anew (BIN_KINDS)."""
