"""When probation ends (R-DATA-03): a year after admission, and at once where the constitution knew none."""

import datetime as dt

import pytest

from members.rules.membership import end_of_probation

pytestmark = pytest.mark.once  # no database can change its answer

D = dt.date


@pytest.mark.parametrize(
    ("joined_on", "ends_on"),
    [
        (D(2025, 12, 8), D(2026, 12, 8)),
        (D(2024, 2, 29), D(2025, 2, 28)),
        (D(1969, 4, 13), D(1970, 4, 13)),
        (D(1969, 4, 14), D(1969, 4, 14)),
        (D(1977, 8, 17), D(1977, 8, 17)),
        (D(1977, 8, 18), D(1978, 8, 18)),
    ],
)
def test_probation_lasts_a_year_except_under_the_constitutions_of_1969_and_1973(
    joined_on: D, ends_on: D
) -> None:
    assert end_of_probation(joined_on) == ends_on
