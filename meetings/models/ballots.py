"""Models of votes on phones. Of a secret poll nothing says who cast what: receipt and ballot are separate tables.

Receipts are written when the poll opens, one for everyone on the roll, so their order tells nothing; the ballots are a
pool of empty papers filled at random, sealed until the poll closes and written anew in one statement then. Neither holds
a time.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from meetings.models.meeting import Meeting
from meetings.states import BallotChoice, Matter
from members.models import Member


class Poll(models.Model):
    """One question put to the vote in one meeting, opened and closed by the recorder."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="polls")
    question = models.CharField("表决事项", max_length=300)
    kind = models.CharField("事项", max_length=12, choices=Matter, default=Matter.ORDINARY)
    candidate = models.CharField("表决对象", max_length=64, blank=True)
    is_secret = models.BooleanField("无记名", default=True)
    box = models.CharField(max_length=64, blank=True, editable=False)  # of core.ballot_box, of a secret poll
    opened_at = models.DateTimeField("开始", default=clock.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("结束", null=True, blank=True)
    entitled = models.PositiveSmallIntegerField("应到有表决权", null=True, blank=True)
    present = models.PositiveSmallIntegerField("到会有表决权", null=True, blank=True)
    cast = models.PositiveSmallIntegerField(
        "投票", null=True, blank=True
    )  # on phones and on paper, since 2026

    class Meta:
        verbose_name = verbose_name_plural = "线上表决"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Matter.values), name="poll_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="poll_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(entitled__gte=F("present"), present__gte=F("cast")),
                name="poll_cast_by_those_there",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def uncast(self) -> int | None:
        """未投: there with a vote, and not cast; no abstention (R-VOT-02). None while it is open, or closed without it."""
        return None if self.cast is None or self.present is None else self.present - self.cast


class Receipt(models.Model):
    """That a person entitled has voted, or not. `choice` stays empty in a secret poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="receipts", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="党员")
    has_voted = models.BooleanField("已投票", default=False)
    choice = models.CharField("投票", max_length=12, choices=BallotChoice, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投票回执"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["poll", "member"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.member} {self.has_voted}"


class Ballot(models.Model):
    """One paper of a secret poll: no voter, no time. `about` names whom it grades (民主测评), else it is empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots", db_index=False)
    about = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="测评对象"
    )
    choice = models.CharField("投票", max_length=12, choices=BallotChoice, blank=True)
    sealed = models.TextField(blank=True, editable=False)  # until the closing, in the poll's box

    class Meta:
        verbose_name = verbose_name_plural = "选票"
        indexes = [models.Index(fields=["poll", "choice"], name="ballot_by_poll")]

    def __str__(self) -> str:
        return self.get_choice_display()
