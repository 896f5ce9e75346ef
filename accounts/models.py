"""Models of sign-in identity: the user, the second factor, the passwords already used, and the slips by which holders open accounts."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from accounts.querysets import SlipQuerySet
from accounts.states import SLIP_TRIES, SlipState
from core import clock, sealing


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in identity: a person's account, or a service account that an API client speaks for."""

    username = models.CharField("账号", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_service = models.BooleanField("接口账号", default=False)
    is_active = models.BooleanField("启用", default=True)
    large_type = models.BooleanField("大字", default=False)
    must_change_password = models.BooleanField("须改密码", default=False)
    password_changed_at = models.DateTimeField("改密码时间", default=timezone.now)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    opened_by = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="开账号的人",
    )
    handed_by = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="经手密码的人",
    )
    vouched_by = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+", verbose_name="核实的人"
    )
    vouched_at = models.DateTimeField("核实时间", null=True, editable=False)

    second_factor_at = models.DateTimeField("绑定两步验证的时间", null=True, editable=False)
    second_factor_reset_by = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+", verbose_name="解绑的人"
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vouched_by__isnull=True) | ~models.Q(vouched_by=models.F("handed_by")),
                name="user_vouched_for_by_another",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_awaiting(self) -> bool:
        """Somebody was shown its password or secret, and nobody else has yet vouched that its holder has it: it is dead."""
        return self.handed_by_id is not None and self.vouched_at is None


class SecondFactor(models.Model):
    """The telephone whose app makes an account's codes: its secret and the digests of unused recovery codes, sealed.

    `last_step` is the half minute of the newest code that was taken, which opens nothing a second time.
    """

    SEALED_AS = "second_factor"

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="second_factor", verbose_name="账号"
    )
    secret_sealed = models.TextField(editable=False)
    recovery_sealed = models.TextField(editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)
    tries = models.PositiveSmallIntegerField("输错次数", default=0)
    tried_at = models.DateTimeField("最近一次输入", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "两步验证"

    def __str__(self) -> str:
        return str(self.user)

    @property
    def recovery_digests(self) -> list[str]:
        return sealing.unseal(self.recovery_sealed, self.place("recovery_sealed")).split()

    def place(self, column: str) -> str:
        """Where a sealed value of this account opens, and nowhere else."""
        return sealing.place(self.SEALED_AS, column, self.user_id)


class UsedPassword(models.Model):
    """A password already used, as its hash: R-SEC-08 refuses the last five."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="used_passwords")
    password = models.CharField(max_length=128)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-used_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.used_at:%Y-%m-%d}"


class SlipBatch(models.Model):
    """Slips given out together; its key is the number they carry (第12批)."""

    opened_at = models.DateTimeField("时间", default=timezone.now)
    opened_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="发单的人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "领用单批次"

    def __str__(self) -> str:
        return f"第{self.pk}批"


class AccountSlip(models.Model):
    """The printed slip by which its holder, and nobody else, gives an account its password.

    `code` is the keyed digest of what is printed, empty before printing, after use and when void. What else must be
    known (member number, telephone) stands on the roster and is asked by the floor above.
    """

    account = models.OneToOneField(User, on_delete=models.PROTECT, related_name="slip", verbose_name="账号")
    batch = models.ForeignKey(SlipBatch, on_delete=models.PROTECT, related_name="slips", verbose_name="批次")
    code = models.CharField(max_length=64, blank=True, editable=False)
    until = models.DateField("启用到")
    tries = models.PositiveSmallIntegerField("对错次数", default=0)
    activated_at = models.DateTimeField("启用时间", null=True)
    voided_at = models.DateTimeField("作废时间", null=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领用单"
        ordering = ["-batch", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(tries__lte=SLIP_TRIES), name="accountslip_tries_end")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.batch}"

    @property
    def state(self) -> SlipState:
        if self.activated_at:
            return SlipState.ACTIVATED
        if self.voided_at:
            return SlipState.VOID
        if self.tries >= SLIP_TRIES:
            return SlipState.LOCKED
        return SlipState.EXPIRED if self.until < clock.today() else SlipState.WAITING


class Tries(models.Model):
    """How often somebody has tried what can be guessed, since the first time (accounts.actions.take_try)."""

    question = models.CharField("问题", max_length=20)
    holder = models.CharField("谁", max_length=64)
    since = models.DateTimeField("起", default=timezone.now)
    tries = models.PositiveSmallIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "试错次数"
        constraints = [models.UniqueConstraint(fields=["question", "holder"], name="tries_once")]

    def __str__(self) -> str:
        return f"{self.question} {self.holder}"
