"""Actions on sign-in accounts: open, close, reopen, unlock, set passwords. The caller's actor authorises and audits.

A password is returned once, by the action that made it, and stands nowhere else. Who was shown it stands on the account
(`handed_by`), which is dead until another administrator has vouched that its holder has it (R-SEC-01). An account opened
by a slip has none until its holder sets one: nobody is ever given a password for it.
"""

import datetime as dt
import secrets
from typing import Any, Protocol

from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts import errors
from accounts.models import AccountSlip, SecondFactor, Tries, User
from accounts.rules import (
    REMEMBERED,
    SIGNS,
    new_recovery_codes,
    plain_code,
    recovery_digest,
    slip_digest,
    step_of,
)
from accounts.selectors import lock_minutes, locked_among
from accounts.states import ACCOUNT_MOVES, CODE_TRIES
from core import clock, sealing
from core.moves import swap

LETTERS = "abcdefghijkmnpqrstuvwxyz"  # without l and o, which read like 1 and 0
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


class By(Protocol):
    """What the ground floor needs of an actor."""

    user: Any

    def must_answer_for(self, user: User | None) -> None:
        """Raises NotPermitted unless this actor may open and administer that account (None: a new one)."""

    def note(self, action: str, **facts: Any) -> Any:
        """Write the deed into the audit."""


def new_slip_code(slip: AccountSlip) -> str:
    """A code for the slip, whose digest it keeps: 7K4M-92QX. Unsaved; what was printed before opens nothing any more."""
    text = "".join(secrets.choice(SIGNS) for _ in range(8))
    slip.code = slip_digest(slip.account.username, text)
    return f"{text[:4]}-{text[4:]}"


def initial_password() -> str:
    """Twelve letters and digits in threes, easy to read out and to type: Kfm-7tp-Xq4-9wz."""
    text = [secrets.choice(CAPITALS), secrets.choice(LETTERS), secrets.choice(DIGITS)]
    text += [secrets.choice(LETTERS + CAPITALS + DIGITS) for _ in range(9)]
    return "-".join("".join(text[start : start + 3]) for start in range(0, 12, 3))


@transaction.atomic
def open_account(*, username: str, name: str, is_service: bool = False, by: By) -> tuple[User, str]:
    """Open an account and return it with its initial password, which must be changed at the first sign-in (R-SEC-08).

    A service account has no password and cannot sign in to the pages; the second value is empty.
    What the account may do is granted separately. Raises UsernameTaken.
    """
    by.must_answer_for(None)
    password = "" if is_service else initial_password()
    return _open(username, name, password, is_service=is_service, handed_by=by.user, by=by), password


def open_account_for_slip(*, username: str, name: str, by: By) -> User:
    """Open an account without a password: its holder sets the first one with a printed slip. Raises UsernameTaken."""
    by.must_answer_for(None)
    return _open(username, name, "", is_service=False, handed_by=None, by=by)


def _open(
    username: str, name: str, password: str, *, is_service: bool, handed_by: User | None, by: By
) -> User:
    username = username.strip()
    if User.objects.filter(username=username).exists():
        raise errors.UsernameTaken.at("username", username=username)
    user = User.objects.create_user(
        username,
        password or None,
        name=name,
        is_service=is_service,
        must_change_password=bool(password),
        opened_by=by.user,
        handed_by=handed_by,
    )
    by.note(
        "account.open",
        subject=user,
        after={"username": username, "name": name, "is_service": is_service},
    )
    return user


def take_try(question: str, holder: str, *, most: int, within: dt.timedelta) -> int:
    """Count a try before what was typed is looked at, so that many at once are no more than one after another (R-SEC-06).
    Returns how many are left after it; -1 when there was none, and then nothing is looked at.

    Not in one transaction with its refusal, which would undo it. The count begins anew so long after its first try.
    """
    now = clock.now()
    Tries.objects.filter(since__lt=now - dt.timedelta(days=1)).delete()
    Tries.objects.bulk_create([Tries(question=question, holder=holder, since=now)], ignore_conflicts=True)
    mine = Tries.objects.filter(question=question, holder=holder)
    mine.filter(since__lte=now - within).update(tries=0, since=now)
    if not mine.filter(tries__lt=most).update(tries=F("tries") + 1):
        return -1
    return max(0, most - mine.values_list("tries", flat=True)[0])


def forget_tries(question: str, holder: str) -> None:
    Tries.objects.filter(question=question, holder=holder).delete()


def change_password(*, user: User, old: str, new: str, by: By) -> User:
    """Give one's own account a new password.

    Whoever sits at an open session guesses the old one no more often than at the door (R-SEC-06).
    Raises WrongPassword, PasswordLocked, PasswordTooWeak (with every reason), NotYourAccount for somebody else's account.
    """
    if by.user != user:
        raise errors.NotYourAccount(name=str(user))
    minutes = lock_minutes()
    left = take_try(
        "password", str(user.pk), most=settings.AXES_FAILURE_LIMIT, within=dt.timedelta(minutes=minutes)
    )
    if left < 0:
        raise errors.PasswordLocked.at("old", minutes=minutes)
    if not user.check_password(old):
        by.note("account.wrong_password", subject=user, after={"tries": settings.AXES_FAILURE_LIMIT - left})
        if left:
            raise errors.WrongPassword.at("old", left=left, minutes=minutes)
        raise errors.PasswordLocked.at("old", minutes=minutes)
    forget_tries("password", str(user.pk))
    with transaction.atomic():
        _must_be_strong(new, user)
        before = {"password_changed_at": user.password_changed_at}
        _set_password(user, new, must_change=False)
        by.note("account.password", subject=user, before=before, after={"password_changed_at": clock.now()})
    return user


def _must_be_strong(password: str, user: User) -> None:
    """Raises PasswordTooWeak with every reason."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        reasons = "".join(weak.messages)
        raise errors.PasswordTooWeak(fields={"new": reasons}, reasons=reasons) from weak


@transaction.atomic
def reset_password(*, user: User, by: By) -> str:
    """Replace a forgotten password by an initial one, returned once, to be changed at the next sign-in; a lock ends.

    The account is dead until another administrator has vouched for it.
    Raises OpenedBySlip: of such an account nobody but its holder ever knows a password; SecondFactorResetByYou: nobody
    takes both factors off an account.
    """
    by.must_answer_for(user)
    if AccountSlip.objects.filter(account=user).exists():
        raise errors.OpenedBySlip(name=str(user))
    if by.user is not None and user.second_factor_reset_by_id == by.user.pk:
        raise errors.SecondFactorResetByYou(name=str(user))
    password = initial_password()
    before = {"must_change_password": user.must_change_password}
    _set_password(user, password, must_change=True)
    _hand_over(user, by.user)
    forget_failures(username=user.username)
    by.note("account.reset", subject=user, before=before, after={"must_change_password": True})
    return password


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    """Keep the old one among the used, so that it cannot come back (R-SEC-08)."""
    if user.has_usable_password():
        user.used_passwords.create(password=user.password)
    kept = user.used_passwords.order_by("-pk").values_list("pk", flat=True)[:REMEMBERED]
    user.used_passwords.exclude(pk__in=list(kept)).delete()
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])


def _hand_over(user: User, handed_by: User | None) -> None:
    """Keep who was shown the password that now stands; nobody has vouched for it yet."""
    user.handed_by, user.vouched_by, user.vouched_at = handed_by, None, None
    user.save(update_fields=["handed_by", "vouched_by", "vouched_at"])


def must_not_have_handed(user: User, by: By) -> None:
    """Who was shown an account's password or secret gives a live account no right (R-SEC-01). Raises PasswordKnown."""
    if by.user is not None and user.handed_by_id == by.user.pk and not user.is_awaiting:
        raise errors.PasswordKnown(name=str(user))


@transaction.atomic
def close_account(*, user: User, by: By) -> User:
    """Stop an account: its sessions and tokens are refused from now on; what it did stays. Raises AlreadyClosed."""
    by.must_answer_for(user)
    swap(user, ACCOUNT_MOVES, "close")
    by.note("account.close", subject=user, before={"is_active": True}, after={"is_active": False})
    return user


@transaction.atomic
def reopen_account(*, user: User, by: By) -> User:
    """Let a closed account sign in again. Raises StillOpen."""
    by.must_answer_for(user)
    swap(user, ACCOUNT_MOVES, "reopen")
    by.note("account.reopen", subject=user, before={"is_active": False}, after={"is_active": True})
    return user


@transaction.atomic
def unlock_account(*, user: User, by: By) -> User:
    """Let an account try again before its lock ends by itself (R-SEC-06). Raises NotLocked."""
    by.must_answer_for(user)
    if not locked_among([user.username]):
        raise errors.NotLocked(name=str(user))
    forget_failures(username=user.username)
    by.note("account.unlock", subject=user, before={"locked": True}, after={"locked": False})
    return user


@transaction.atomic
def activate_account(*, slip: AccountSlip, code: str, password: str, by: By) -> User:
    """Give the account the password its holder chose, once; `code` is the digest that was compared with the slip's.

    Whoever calls has compared everything the slip opens with. Raises SlipUsed, PasswordTooWeak.
    """
    slip = AccountSlip.objects.select_for_update(of=("self",)).select_related("account").get(pk=slip.pk)
    user = slip.account
    if not slip.code or slip.code != code:
        raise errors.SlipUsed(name=str(user))
    _must_be_strong(password, user)
    _set_password(user, password, must_change=False)
    _hand_over(user, None)
    forget_failures(username=user.username)
    slip.code, slip.tries, slip.activated_at = "", 0, clock.now()
    slip.save(update_fields=["code", "tries", "activated_at"])
    by.note("account.activate", subject=user, after={"username": user.username, "batch": slip.batch_id})
    return user


def enrol_second_factor(*, user: User, secret: str, code: str, current: str = "", by: By) -> list[str]:
    """Bind the telephone that made `code` from `secret`; returns recovery codes, which are shown this once.

    In place of another telephone: `current` is one of its codes, or a recovery code.
    Raises NotYourAccount, WrongFirstCode, WrongCode, CodeLocked.
    """
    if by.user != user:
        raise errors.NotYourAccount(name=str(user))
    step = step_of(secret, plain_code(code), clock.now())
    if step is None:
        raise errors.WrongFirstCode.at("code")
    if user.second_factor_at is not None:
        try:
            pass_second_factor(user=user, code=current, by=by)
        except (errors.WrongCode, errors.CodeLocked) as refusal:
            raise refusal.beside("current") from refusal
    codes = new_recovery_codes()
    before = {"second_factor_at": user.second_factor_at}
    digests, factor = " ".join(map(recovery_digest, codes)), SecondFactor(user=user)
    with transaction.atomic():
        kept = {
            "secret_sealed": sealing.seal(secret, factor.place("secret_sealed")),
            "recovery_sealed": sealing.seal(digests, factor.place("recovery_sealed")),
            "last_step": step,
            "tries": 0,
        }
        SecondFactor.objects.update_or_create(user=user, defaults=kept)
        user.second_factor_at, user.second_factor_reset_by = clock.now(), None
        user.save(update_fields=["second_factor_at", "second_factor_reset_by"])
        by.note(
            "second_factor.enrol",
            subject=user,
            before=before,
            after={"second_factor_at": user.second_factor_at},
        )
    return codes


def pass_second_factor(*, user: User, code: str, by: By) -> SecondFactor:
    """Compare a code of the account's telephone, or a recovery code, either of which opens once.

    Not in one transaction with its refusal: a wrong try counts, and is taken before it is looked at, so that many at
    once are no more than five. Raises NotYourAccount, WrongCode, CodeLocked.
    """
    if by.user != user:
        raise errors.NotYourAccount(name=str(user))
    minutes, now = lock_minutes(), clock.now()
    factors = SecondFactor.objects.filter(user=user)
    factors.filter(tried_at__lt=now - dt.timedelta(minutes=minutes)).update(tries=0)
    if not factors.filter(tries__lt=CODE_TRIES).update(tries=F("tries") + 1, tried_at=now):
        raise errors.CodeLocked.at("code", minutes=minutes)
    factor = factors.get()
    typed = plain_code(code)
    if typed.isdigit():
        step = step_of(sealing.unseal(factor.secret_sealed, factor.place("secret_sealed")), typed, now)
        fits = step is not None and factors.filter(last_step__lt=step).update(last_step=step)
    else:
        fits = _take_recovery_code(factor, typed)
    if not fits:
        by.note("second_factor.fail", subject=user, after={"wrong_codes": factor.tries})
        left = CODE_TRIES - factor.tries
        if left > 0:
            raise errors.WrongCode.at("code", left=left, minutes=minutes)
        raise errors.CodeLocked.at("code", minutes=minutes)
    factors.update(tries=0)
    factor.refresh_from_db()
    by.note("second_factor.pass", subject=user, after={"recovery_codes": len(factor.recovery_digests)})
    return factor


def _take_recovery_code(factor: SecondFactor, typed: str) -> int:
    """1 when it is one of those unused, which it then no longer is; 0 else, also when it is taken at the same moment."""
    used, left = recovery_digest(typed), factor.recovery_digests
    if used not in left:
        return 0
    left.remove(used)
    same = SecondFactor.objects.filter(pk=factor.pk, recovery_sealed=factor.recovery_sealed)
    return same.update(recovery_sealed=sealing.seal(" ".join(left), factor.place("recovery_sealed")))


@transaction.atomic
def set_type(*, user: User, large: bool, by: By) -> User:
    """Choose large or standard type for one's own account."""
    if by.user != user:
        raise errors.NotYourAccount(name=str(user))
    before = {"large_type": user.large_type}
    user.large_type = large
    user.save(update_fields=["large_type"])
    by.note("account.type", subject=user, before=before, after={"large_type": large})
    return user
