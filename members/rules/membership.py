"""Rules for the facts of one member (R-DATA-01 to R-DATA-03): pure functions, the same for forms and imports.

`…_refusal` returns the refusal or None, so that a preview can show all of them; `check_facts` raises.
"""

import datetime as dt
import re

from core import clock, document_numbers
from core.errors import RuleBroken
from members import errors
from members.personal_data import identity

ADULT = 18 * 12
PROBATION_MONTHS = 12
PHONE = re.compile(
    r"1[0-9]{10}|0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,6})?|[2-9][0-9]{6,7}|[48]00[0-9]{7}|(\+|00)[0-9]{7,15}"
)
EXTENSION_MONTHS = (6, 12)
"""R-DEV-19: at least, at most."""
MONTHS_OUT = 60
"""R-STA-14, in months."""
WITHOUT_PROBATION = (dt.date(1969, 4, 14), dt.date(1977, 8, 18))
"""From the constitution of the Ninth Congress to that of the Eleventh, which brought probation back."""
PROBATION_BY_CLASS_UNTIL = dt.date(1956, 9, 26)
"""Until the constitution of the Eighth Congress probation was by class, half a year and more, and in the war admission
came before 18: what was entered then is doubted, not refused."""


def identity_refusal(number: str) -> RuleBroken | None:
    wrong = identity.describe_mistake(number) if number else ""
    if not wrong:
        return None
    return errors.IdentityWrong.at("identity", wrong=wrong)


def phone_refusal(number: str) -> RuleBroken | None:
    """A mobile number of eleven digits, a landline with its area code and extension or without, or one abroad."""
    if not number or PHONE.fullmatch(number):
        return None
    return errors.PhoneWrong.at("phone", count=sum(letter.isdecimal() for letter in number))


def age_refusal(birth_on: dt.date | None, joined_on: dt.date) -> RuleBroken | None:
    """R-DATA-02: the 18th birthday itself is old enough. Before 1956 `age_warning` speaks instead."""
    if birth_on is None:
        return None
    earliest = clock.months_later(birth_on, ADULT)
    if joined_on >= earliest or birth_on < joined_on < PROBATION_BY_CLASS_UNTIL:
        return None
    return errors.JoinedTooYoung.at("joined_on", birth_on=birth_on, earliest=earliest)


def end_of_probation(joined_on: dt.date) -> dt.date:
    """The first day of full membership: a year after admission; under the constitutions of 1969 and 1973, admission."""
    if WITHOUT_PROBATION[0] <= joined_on < WITHOUT_PROBATION[1]:
        return joined_on
    return clock.months_later(joined_on, PROBATION_MONTHS)


def probation_refusal(joined_on: dt.date, full_on: dt.date | None) -> RuleBroken | None:
    """R-DATA-03: a year to the day is enough. Where another constitution was in force `probation_warning` speaks."""
    if full_on is None:
        return None
    earliest = end_of_probation(joined_on)
    if full_on >= earliest or (full_on >= joined_on and _had_other_probation(joined_on, full_on)):
        return None
    return errors.FullTooEarly.at("full_on", joined_on=joined_on, earliest=earliest)


def _had_other_probation(joined_on: dt.date, full_on: dt.date) -> bool:
    """Whether a constitution without a year of probation was in force when it began or while it ran."""
    began, ended = WITHOUT_PROBATION
    return joined_on < PROBATION_BY_CLASS_UNTIL or (joined_on < ended and full_on >= began)


def age_warning(birth_on: dt.date | None, joined_on: dt.date) -> str:
    """What to look at again when somebody joined before 18 and before 1956; empty otherwise."""
    if birth_on is None or joined_on >= PROBATION_BY_CLASS_UNTIL:
        return ""
    if joined_on >= clock.months_later(birth_on, ADULT):
        return ""
    return "入党时不满18岁，战争年代有过，请对照档案核对"


def probation_warning(joined_on: dt.date, full_on: dt.date | None) -> str:
    """What to look at again when probation was shorter than a year under an older constitution; empty otherwise."""
    if full_on is None or full_on >= end_of_probation(joined_on) or probation_refusal(joined_on, full_on):
        return ""
    if joined_on < PROBATION_BY_CLASS_UNTIL:
        return "候补期不满1年：1956年以前按成分定，半年起，请对照档案核对"
    return "预备期不满1年：1969年至1977年没有预备期，请对照档案核对"


def extension_refusal(end: dt.date, until: dt.date) -> RuleBroken | None:
    """R-DEV-19: half a year to the day, and a year to the day, are permitted."""
    earliest, latest = (clock.months_later(end, months) for months in EXTENSION_MONTHS)
    if earliest <= until <= latest:
        return None
    return errors.ExtensionWrong.at("until", end=end, earliest=earliest, latest=latest)


def document_refusal(number: str, deed: str, field: str, *, is_letter: bool = False) -> RuleBroken | None:
    """R-STA-12: a document has a number somebody can look it up by; free text is none."""
    example = document_numbers.LETTER_EXAMPLE if is_letter else document_numbers.EXAMPLE
    if not number:
        return errors.DocumentMissing.at(field, deed=deed, example=example)
    has_shape = document_numbers.is_letter_number if is_letter else document_numbers.is_issued_number
    return None if has_shape(number) else errors.NoDocumentNumber.at(field, number=number, example=example)


def future_date_refusal(what: str, field: str, on: dt.date | None) -> RuleBroken | None:
    if on is None or on <= clock.today():
        return None
    return errors.DateAhead.at(field, what=what, on=on)


def warnings(birth_on: dt.date | None, joined_on: dt.date, full_on: dt.date | None) -> dict[str, str]:
    """Field → what to look at again in facts that are no longer refused."""
    found = {
        "joined_on": age_warning(birth_on, joined_on),
        "full_on": probation_warning(joined_on, full_on),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


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
