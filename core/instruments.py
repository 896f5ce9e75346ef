"""The Party's instruments with their editions, and every article the product cites (domain.md §0).

A citation names the edition in force on the day of the fact, never that of typing or printing (R-PAP-05). A figure that the
district sets itself rests on no article: LOCAL (R-PAP-06).
"""

import datetime as dt
from dataclasses import dataclass

LOCAL = "本区规定"
FIRST_DAY = dt.date.min


@dataclass(frozen=True)
class Edition:
    """One edition: its title as it is cited, and its first day in force."""

    title: str
    since: dt.date = FIRST_DAY


INSTRUMENTS: dict[str, tuple[Edition, ...]] = {
    "DZ": (Edition("《党章》"),),
    "ZB": (Edition("《支部工作条例》"),),
    "JG": (Edition("《机关基层组织工作条例》"),),
    "JY": (Edition("《党员教育管理工作条例》"),),
    "FZ": (
        Edition("《发展党员工作细则》（2014年）"),
        Edition("《发展党员工作细则》（2026年修订）", dt.date(2026, 5, 11)),
    ),
    "XJ": (Edition("《基层组织选举工作条例》"),),
    "RQ": (Edition("《关于党的基层组织任期的意见》"),),
    "CZ": (Edition("《不合格党员组织处置办法》"),),
    "PI": (Edition("《个人信息保护法》"),),
    "GB11643": (Edition("GB 11643-1999"),),
    "GB22239": (Edition("GB/T 22239-2019"),),
}
"""Code → its editions, the oldest first; each is in force until the next one."""


class Article(str):
    """A citation in words of the edition now in force; `on(day)` gives the words for a fact of that day.

    A string, so that a sentence joins it like any other. `numbers` are its numbers in the editions, the oldest first; one alone
    stands for all. An empty number cites the instrument as a whole.
    """

    instrument: str
    numbers: tuple[str, ...]

    def __new__(cls, instrument: str, *numbers: str) -> "Article":
        newest = INSTRUMENTS[instrument][-1]
        article = super().__new__(cls, newest.title + (numbers[-1] if numbers else ""))
        article.instrument, article.numbers = instrument, numbers
        return article

    def on(self, day: dt.date) -> str:
        """The words of the edition in force on that day."""
        editions = INSTRUMENTS[self.instrument]
        place = max(number for number, edition in enumerate(editions) if edition.since <= day)
        if not self.numbers:
            return editions[place].title
        number = self.numbers[place] if len(self.numbers) > 1 else self.numbers[0]
        return editions[place].title + number


def cite(basis: str, day: dt.date) -> str:
    """The words of a basis for a fact of that day: an article by its edition, other words as they are."""
    return basis.on(day) if isinstance(basis, Article) else basis


DZ1 = Article("DZ", "第一条")
DZ7 = Article("DZ", "第七条")
DZ8 = Article("DZ", "第八条")
DZ9 = Article("DZ", "第九条")
DZ17 = Article("DZ", "第十七条")
DZ30 = Article("DZ", "第三十条")
DZ31 = Article("DZ", "第三十一条")
DZ41 = Article("DZ", "第四十一条")
DZ42 = Article("DZ", "第四十二条")

ZB4 = Article("ZB", "第四条")
ZB5 = Article("ZB", "第五条")
ZB6 = Article("ZB", "第六条")
ZB7 = Article("ZB", "第七条")
ZB8 = Article("ZB", "第八条")
ZB11 = Article("ZB", "第十一条")
ZB12 = Article("ZB", "第十二条")
ZB13 = Article("ZB", "第十三条")
ZB14 = Article("ZB", "第十四条")
ZB16 = Article("ZB", "第十六条")
ZB17 = Article("ZB", "第十七条")
ZB18 = Article("ZB", "第十八条")
ZB19 = Article("ZB", "第十九条")
ZB20 = Article("ZB", "第二十条")
ZB21 = Article("ZB", "第二十一条")
ZB23 = Article("ZB", "第二十三条")

JG5 = Article("JG", "第五条")
JG6 = Article("JG", "第六条")
JG7 = Article("JG", "第七条")
JG26 = Article("JG", "第二十六条")

JY16 = Article("JY", "第十六条")
JY20 = Article("JY", "第二十条")
JY23 = Article("JY", "第二十三条")
JY24 = Article("JY", "第二十四条")
JY25 = Article("JY", "第二十五条")
JY28 = Article("JY", "第二十八条")
JY30 = Article("JY", "第三十条")
JY31 = Article("JY", "第三十一条")

# 发展党员工作细则: the number of 2014 is that of 2026 and one more, from 2026's Article 18 on.
FZ5 = Article("FZ", "第五条")
FZ13 = Article("FZ", "第十三条")
FZ18 = Article("FZ", "第十九条", "第十八条")
FZ19_QUORUM = Article("FZ", "第二十条", "第十九条第二款")
FZ20_VOTE = Article("FZ", "第二十一条", "第二十条")
FZ21_RESOLUTION = Article("FZ", "第二十二条", "第二十一条")
FZ22_APPROVAL = Article("FZ", "第二十三条", "第二十二条")
FZ25_TIME_LIMIT = Article("FZ", "第二十六条", "第二十五条")
FZ31_PROBATION = Article("FZ", "第三十二条", "第三十一条")
FZ32_CONVERSION = Article("FZ", "第三十三条", "第三十二条")
# Conversion, extension and cancellation ask for the numbers of an admission (“要求与讨论接收预备党员的党员大会相同”).
FZ32_QUORUM = Article("FZ", "第二十条、第三十三条", "第十九条第二款、第三十二条")
FZ32_VOTE = Article("FZ", "第二十一条、第三十三条", "第二十条、第三十二条")
FZ33_FULL_ON = Article("FZ", "第三十四条", "第三十三条")
FZ35_POSTPONEMENT = Article("FZ", "第三十六条", "第三十五条")
FZ34_RECOGNITION = Article("FZ", "第三十五条", "第三十四条")

XJ3 = Article("XJ", "第三条")
XJ5 = Article("XJ", "第五条")
XJ24 = Article("XJ", "第二十四条")
RQ = Article("RQ")
CZ = Article("CZ")
CZ3 = Article("CZ", "第三条")
CZ4 = Article("CZ", "第四条")

PI6 = Article("PI", "第六条")
PI19 = Article("PI", "第十九条")
GB11643 = Article("GB11643")
GB22239 = Article("GB22239", " 8.1.5")
