"""Models of sign-in identity: the user and the passwords already used."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


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

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name or self.username


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
