"""Rules for the facts of one member (R-DATA-01 to R-DATA-03): pure functions, the same for forms and imports.

`…_refusal` returns the refusal or None, so that a preview can show all of them; `check_facts` raises.
"""

import datetime as dt
import re

from core import clock
from core.errors import RuleBroken
from members import errors
from members.personal_data import identity

ADULT = 18 * 12
PROBATION_MONTHS = 12
WITHOUT_PROBATION = (dt.date(1969, 4, 14), dt.date(1977, 8, 18))
"""From the constitution of the Ninth Congress to that of the Eleventh, which brought probation back."""


def identity_refusal(number: str) -> RuleBroken | None:
    wrong = identity.describe_mistake(number) if number else ""
    if not wrong:
        return None
    return errors.IdentityWrong.at("identity", wrong=wrong)


def phone_refusal(number: str) -> RuleBroken | None:
    """A mobile number of eleven digits, or a landline with its area code and a hyphen."""
    if not number or re.fullmatch(r"1[0-9]{10}|0[0-9]{2,3}-[0-9]{7,8}", number):
        return None
    return errors.PhoneWrong.at("phone", count=sum(letter.isdecimal() for letter in number))


def age_refusal(birth_on: dt.date | None, joined_on: dt.date) -> RuleBroken | None:
    """R-DATA-02: the 18th birthday itself is old enough."""
    if birth_on is None:
        return None
    earliest = clock.months_later(birth_on, ADULT)
    if joined_on >= earliest:
        return None
    return errors.JoinedTooYoung.at("joined_on", birth_on=birth_on, earliest=earliest)


def end_of_probation(joined_on: dt.date) -> dt.date:
    """The first day of full membership: a year after admission; under the constitutions of 1969 and 1973, admission."""
    if WITHOUT_PROBATION[0] <= joined_on < WITHOUT_PROBATION[1]:
        return joined_on
    return clock.months_later(joined_on, PROBATION_MONTHS)


def probation_refusal(joined_on: dt.date, full_on: dt.date | None) -> RuleBroken | None:
    """R-DATA-03: a year to the day is enough."""
    if full_on is None:
        return None
    earliest = end_of_probation(joined_on)
    if full_on >= earliest:
        return None
    return errors.FullTooEarly.at("full_on", joined_on=joined_on, earliest=earliest)


def future_date_refusal(what: str, field: str, on: dt.date | None) -> RuleBroken | None:
    if on is None or on <= clock.today():
        return None
    return errors.DateAhead.at(field, what=what, on=on)


def check_facts(
    *,
    identity_number: str = "",
    phone: str = "",
    birth_on: dt.date | None,
    joined_on: dt.date,
    full_on: dt.date | None,
) -> None:
    """Raise the first refusal, with the sentences of all of them in its fields."""
    found = [
        refusal
        for refusal in (
            identity_refusal(identity_number),
            phone_refusal(phone),
            future_date_refusal("出生日期", "birth_on", birth_on),
            future_date_refusal("入党日期", "joined_on", joined_on),
            age_refusal(birth_on, joined_on),
            probation_refusal(joined_on, full_on),
        )
        if refusal
    ]
    if found:
        for refusal in found[1:]:
            found[0].fields = refusal.fields | found[0].fields
        raise found[0]
