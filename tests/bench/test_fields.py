"""The yardstick's lists show what the product's lists show: otherwise comparing their times says nothing."""

import datetime as dt

import pytest

from core import clock
from tests.bench import lists
from tests.factories import plan_by_lin
from tests.world import World


@pytest.mark.parametrize("name", lists.LISTS)
def test_product_and_yardstick_show_the_same_rows_and_fields(name: str, world: World) -> None:
    plan_by_lin(world, clock.now() + dt.timedelta(days=1), theme="学习")
    product, plain, key = lists.pages(name, world.he.user)
    rows = product()
    assert rows
    lists.compare(rows, plain(), key)
