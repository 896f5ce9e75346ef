"""What a measurement says."""

import pytest

from tests.bench.result import Result, interleaved, table

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.mark.parametrize(
    ("product", "passed"), [(1.4999, True), (1.5, True), (1.5001, False)], ids=["below", "exactly", "above"]
)
def test_a_goal_is_met_up_to_and_including_its_ratio(product, passed):
    assert Result("x", product, 1.0, goal=1.5).passed is passed


def test_product_and_floor_run_in_turn_and_the_warm_round_is_not_counted():
    ran = []
    interleaved(lambda: ran.append("p"), lambda: ran.append("f"), rounds=3, warm=1, inner=2)
    assert "".join(ran) == "ffpp" + "ppff" + "ffpp" + "ppff"


def test_the_table_names_product_floor_ratio_goal_and_outcome():
    one = {
        "database": "sqlite",
        "name": "x",
        "product": 0.003,
        "floor": 0.001,
        "ratio": 3.0,
        "goal": 2,
        "passed": False,
    }
    assert table([one]).splitlines()[2:] == [
        "name · product ms · floor ms · ratio · goal · pass/fail",
        "x · 3.00 · 1.00 · 3 · ≤ 2 · FAIL",
    ]
