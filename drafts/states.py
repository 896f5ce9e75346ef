"""The kinds of work that are kept while they are unfinished, or lie in the bin."""

from django.db import models


class WorkKind(models.TextChoices):
    RECORD = "record", "记录"
    AMENDMENT = "amendment", "更正"
    TALK = "talk", "谈话"
