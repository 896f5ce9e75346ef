"""Models of the minutes: agenda items, statements, decisions with their votes, and what became of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from meetings.models.ballots import Poll
from meetings.models.meeting import Meeting
from meetings.rules import majorities, vote_words
from meetings.states import Matter, OpinionChoice, VoteForm
from members.models import Member


class AgendaItem(models.Model):
    """One point of the agenda, with what was said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda", db_index=False)
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=200)
    discussion = models.TextField("发言要点", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_one_a_position")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def decision(self) -> "Resolution | None":
        return getattr(self, "resolution", None)


class Statement(models.Model):
    """What one person said to an agenda item, in its order."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="statements", db_index=False)
    position = models.PositiveSmallIntegerField("次序")
    speaker = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name="发言人",
    )
    name = models.CharField("发言人", max_length=64)
    text = models.TextField("发言要点")

    class Meta:
        verbose_name = verbose_name_plural = "发言"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="statement_one_a_position")]

    def __str__(self) -> str:
        return f"{self.name} {self.text[:40]}"


class Resolution(models.Model):
    """A decision with its tally. Passed: yes > entitled / 2, counted against everyone entitled (支部工作条例 Art. 11).

    yes stays empty until the votes are counted: a draft may hold a decision before its vote.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="resolution")
    text = models.TextField("决议")
    kind = models.CharField("事项", max_length=12, choices=Matter, default=Matter.ORDINARY)
    candidate = models.CharField("表决对象", max_length=64, blank=True)
    form = models.CharField("表决方式", max_length=8, choices=VoteForm, default=VoteForm.HANDS)
    entitled = models.PositiveSmallIntegerField("应到有表决权")
    present = models.PositiveSmallIntegerField("到会有表决权")
    yes = models.PositiveSmallIntegerField("赞成", null=True, blank=True)
    no = models.PositiveSmallIntegerField("反对", default=0)
    abstain = models.PositiveSmallIntegerField("弃权", default=0)
    written_yes = models.PositiveSmallIntegerField("会前书面赞成", default=0)
    written_no = models.PositiveSmallIntegerField("会前书面反对", default=0)
    written_abstain = models.PositiveSmallIntegerField("会前书面弃权", default=0)
    poll = models.ForeignKey(
        Poll,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="resolutions",
        verbose_name="线上表决",
    )  # whose tally it is: kept as it was cast (R-VOT-03)
    passed = models.BooleanField("通过", default=False)
    executor = models.CharField("负责人", max_length=64, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    ends_with_vote = models.BooleanField("无需落实", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Matter.values), name="resolution_kind_known"),
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstain")),
                name="resolution_tally_within_present",
            ),
            models.CheckConstraint(
                condition=Q(passed=False) | Q(yes__gt=F("entitled") / 2.0 - F("written_yes")),
                name="resolution_passed_by_more_than_half",
            ),
            models.CheckConstraint(
                condition=Q(
                    entitled__gte=F("present") + F("written_yes") + F("written_no") + F("written_abstain")
                ),
                name="resolution_written_by_those_absent",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def votes_needed(self) -> int:
        """So many votes in favour carry it."""
        return majorities.majority_of(self.kind).votes_needed(self.entitled)

    @property
    def written_opinions(self) -> list["WrittenOpinion"]:
        """The opinions in writing that say whose they are; no query where there are none."""
        return list(self.opinion_rows.all()) if vote_words.total_written(self) else []

    @property
    def written_words(self) -> str:
        """Whose opinions in writing were counted and when they came; empty where there are none."""
        received = ((one.member.name, one.received_at) for one in self.written_opinions)
        return vote_words.written_words(received, vote_words.total_written(self))

    @property
    def base_words(self) -> str:
        """应到会有表决权的党员9人，实到会8人"""
        return vote_words.base_words(self.entitled, self.present, self.item.meeting.kind_codes)

    @property
    def tally_words(self) -> str:
        """赞成11票（会上投票10票、会前书面赞成1票），反对0票，弃权1票，未投1人"""
        return vote_words.tally_words(self, self.present)

    @property
    def result_words(self) -> str:
        """Who was entitled and there, the votes, and 通过 or 未通过; empty before the votes are counted."""
        return "" if self.yes is None else vote_words.result_words(self, self.item.meeting.kind_codes)


class WrittenOpinion(models.Model):
    """What a member entitled to vote who could not come sent in writing before the meeting (R-DEV-29). `written_yes`,
    `_no` and `_abstain` of the decision count these rows; an old record may have a number without them."""

    resolution = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="opinion_rows", db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="何人")
    choice = models.CharField("意见", max_length=8, choices=OpinionChoice)
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = verbose_name_plural = "会前书面意见"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "member"], name="written_opinion_once"),
            models.CheckConstraint(
                condition=Q(choice__in=OpinionChoice.values), name="written_opinion_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_choice_display()}"


class FollowUp(models.Model):
    """What became of a decision: reported in a later meeting or by the way. Open = no row that says it is done."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="follow_ups", db_index=False
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups", db_index=False
    )
    is_done = models.BooleanField("已办结", default=False)
    note = models.CharField("落实情况", max_length=300, blank=True)
    on = models.DateField("日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "落实情况"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "resolution"], name="follow_up_once_a_meeting")
        ]
        indexes = [models.Index(fields=["resolution", "is_done"], name="follow_up_by_resolution")]

    def __str__(self) -> str:
        return f"{self.on} {self.note}"
