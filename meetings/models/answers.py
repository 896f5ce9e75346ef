"""Model of the answers a secretary gives to hints when a record is handed in."""

from django.conf import settings
from django.db import models

from core import clock
from meetings.models.meeting import Meeting


class HintAnswer(models.Model):
    """A hint as it was asked and the answer to it; who reviews the record reads both. A sentence that changed is asked anew."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="hint_answers", db_index=False
    )
    code = models.CharField("规则", max_length=16)
    sentence = models.CharField("提示", max_length=500)
    answer = models.CharField("答复", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "提示的答复"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "sentence"], name="hintanswer_one_a_hint")]

    def __str__(self) -> str:
        return f"{self.sentence} {self.answer}"
