"""A citation names the edition in force on the day of the fact (R-PAP-05)."""

import datetime as dt

import pytest

from core import instruments
from core.instruments import (
    FZ18,
    FZ19_QUORUM,
    FZ20_VOTE,
    FZ32_CONVERSION,
    INSTRUMENTS,
    RQ,
    ZB11,
    Article,
    cite,
)

pytestmark = pytest.mark.once  # no database can change its answer

LAST_OF_2014, FIRST_OF_2026 = dt.date(2026, 5, 10), dt.date(2026, 5, 11)


@pytest.mark.parametrize(
    ("article", "old", "new"),
    [
        (FZ19_QUORUM, "第二十条", "第十九条第二款"),
        (FZ20_VOTE, "第二十一条", "第二十条"),
        (FZ32_CONVERSION, "第三十三条", "第三十二条"),
        (FZ18, "第十九条", "第十八条"),
    ],
)
def test_an_article_has_the_number_of_the_edition_in_force_on_the_day(article, old, new):
    assert article.on(LAST_OF_2014) == f"《发展党员工作细则》（2014年）{old}"
    assert article.on(FIRST_OF_2026) == f"《发展党员工作细则》（2026年修订）{new}"


def test_an_article_of_an_instrument_with_one_edition_is_cited_alike_on_every_day():
    assert ZB11.on(dt.date(2019, 1, 1)) == ZB11.on(FIRST_OF_2026) == "《支部工作条例》第十一条"


def test_an_article_reads_as_the_edition_now_in_force():
    assert str(FZ20_VOTE) == "《发展党员工作细则》（2026年修订）第二十条"
    assert f"{ZB11}、{RQ}" == "《支部工作条例》第十一条、《关于党的基层组织任期的意见》"


def test_words_that_are_no_article_are_cited_as_they_are():
    assert cite(instruments.LOCAL, FIRST_OF_2026) == "本区规定"
    assert cite(FZ20_VOTE, LAST_OF_2014) == "《发展党员工作细则》（2014年）第二十一条"


def test_the_editions_of_an_instrument_follow_one_another_from_the_first_day_on():
    for editions in INSTRUMENTS.values():
        since = [edition.since for edition in editions]
        assert since == sorted(since)
        assert since[0] == dt.date.min


def test_every_article_has_one_number_or_one_for_each_edition():
    articles = [value for value in vars(instruments).values() if isinstance(value, Article)]
    assert all(len(one.numbers) in (0, 1, len(INSTRUMENTS[one.instrument])) for one in articles)
