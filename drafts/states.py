"""The kinds of work that are kept while they are unfinished."""

from django.db import models


class WorkKind(models.TextChoices):
    RECORD = "record", "记录"
    AMENDMENT = "amendment", "更正"
