"""One table, a row a setting: page, checks, submit, API and paper agree though the locality decided otherwise."""

import inspect
from typing import Any

import pytest

from config import localities
from tests.localities import attendance, files, organizations, recording, reminding, year  # noqa: F401
from tests.localities.table import ROWS

pytestmark = pytest.mark.once

SETTINGS = [name for name in vars(localities) if name.isupper()]


@pytest.mark.parametrize("setting", SETTINGS)
def test_all_doors_agree_on_a_value_that_is_not_the_default(
    setting: str, db: None, settings: Any, request: pytest.FixtureRequest
) -> None:
    assert setting in ROWS, f"{setting} has no row: write what its doors say when it is not the default"
    value, probe = ROWS[setting]
    assert value != getattr(localities, setting)
    setattr(settings, setting, value)
    probe(**{name: request.getfixturevalue(name) for name in inspect.signature(probe).parameters})


def test_no_row_is_about_a_setting_that_is_gone() -> None:
    assert sorted(ROWS) == sorted(SETTINGS)
