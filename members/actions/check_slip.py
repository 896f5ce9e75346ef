"""Compare what somebody types with a printed slip and the roster: only its holder knows all of it."""

import datetime as dt
from typing import NoReturn

from django.db.models import F
from django.utils.crypto import constant_time_compare

from accounts.actions import take_try
from accounts.errors import SlipExpired, SlipLocked, SlipMismatch
from accounts.models import AccountSlip
from accounts.rules import slip_digest
from accounts.states import SLIP_TRIES
from audit import chain
from branches.selectors.actors import Actor
from core import clock
from members.models import Member
from members.personal_data import sealing


def check_slip(*, username: str, code: str, number: str, phone: str, by: Actor) -> AccountSlip:
    """The slip, when code, member number and the last four digits of the telephone all fit.

    Not in one transaction with its refusal: a wrong try counts. It is never said which was wrong, nor whether there is
    such an account. Raises SlipMismatch, SlipLocked, SlipExpired.
    """
    printed = AccountSlip.objects.filter(account__username=username.strip(), account__is_active=True).exclude(
        code=""
    )
    slip = printed.select_related("account").first()
    if slip is None:
        _refuse_unknown(username.strip())
    # The try is taken before it is looked at, so that many at once are no more than five.
    if not AccountSlip.objects.filter(pk=slip.pk, tries__lt=SLIP_TRIES).update(tries=F("tries") + 1):
        raise SlipLocked
    member = Member.objects.present().filter(user=slip.account).select_related("organization").first()
    known = (member.number, member.phone_tail) if member else ("", "")
    fits = [
        constant_time_compare(slip.code, slip_digest(slip.account.username, code)),
        bool(known[0]) and constant_time_compare(known[0], number.strip()),
        bool(known[1]) and known[1] in sealing.tail_digests("phone", phone.strip()),
    ]
    if all(fits):
        AccountSlip.objects.filter(pk=slip.pk).update(tries=slip.tries)
        if slip.until < clock.today():
            raise SlipExpired(until=slip.until)
        return slip
    left = SLIP_TRIES - slip.tries - 1
    chain.record(
        "account.mismatch",
        by=by,
        subject=slip.account,
        where=member.organization if member else None,
        after={"batch": slip.batch_id, "tries": SLIP_TRIES - left},
    )
    _refuse(left)


def _refuse(left: int) -> NoReturn:
    if left <= 0:
        raise SlipLocked
    raise SlipMismatch(left=left)


def _refuse_unknown(username: str) -> NoReturn:
    """The same answers for a name without a slip, so that nobody learns which accounts wait."""
    left = take_try("slip", sealing.digest(username)[:64], most=SLIP_TRIES, within=dt.timedelta(days=1))
    _refuse(left)
