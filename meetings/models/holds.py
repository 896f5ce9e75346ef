"""Model of holds: why a meeting must not be cancelled, written by the upper app that depends on it."""

from django.db import models

from meetings.models.meeting import Meeting
from meetings.models.minutes import Resolution


class Hold(models.Model):
    """A reason not to cancel a meeting, with the code and the sentence of the refusal. Where it names a resolution, that one
    keeps its matter, its subject, its outcome and its day as well.

    Who depends on a meeting writes it in the same transaction, and takes it away when it depends on it no longer.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="holds", db_index=False)
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="holds", verbose_name="决议"
    )
    code = models.CharField("代码", max_length=60)
    sentence = models.CharField("说明", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "不能取消的会议"
        constraints = [models.UniqueConstraint(fields=["meeting", "code"], name="hold_one_of_a_code")]

    def __str__(self) -> str:
        return f"{self.meeting}：{self.sentence}"
