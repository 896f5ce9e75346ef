"""The citizen identity number (GB 11643-1999): its check digit, birthday and sex."""

import datetime as dt
from operator import mul

from members.states import Gender

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SUM_OF_ZERO_CODES = ord("0") * sum(WEIGHTS)  # what the digits' own codes add
CHECK_DIGITS = "10X98765432"
FIRST_BIRTHDAY = dt.date(1900, 1, 1)


def check_digit(first17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    return CHECK_DIGITS[(sum(map(mul, WEIGHTS, first17.encode())) - SUM_OF_ZERO_CODES) % 11]


def birth_of(number: str) -> dt.date | None:
    """The birthday in the number; None if there is no such day."""
    try:
        day = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day if day >= FIRST_BIRTHDAY else None


def gender_of(number: str) -> str:
    return Gender.MALE if int(number[16]) % 2 else Gender.FEMALE


def describe_mistake(number: str) -> str:
    """What is wrong with an identity number, for people to read; empty if it is right."""
    if len(number) != 18:
        return f"应是18位，现在是{len(number)}位"
    if not (number[:17].isascii() and number[:17].isdecimal()) or number[17] not in CHECK_DIGITS:
        return "只能由数字组成，最后一位可以是X"
    if birth_of(number) is None:
        return f"出生日期{number[6:14]}不存在"
    if check_digit(number[:17]) != number[17]:
        return "校验位不对，请核对身份证"
    return ""
