"""A street of demo data, made once for the tests of this directory and rolled back after them."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from demo.actions import seed_demonstration
from tests.conftest import TODAY


@pytest.fixture(scope="package")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The totals of a seeded street, twelve months until November 2026."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(TODAY, tick=False):
            totals = seed_demonstration.seed(size="street", months=12, seed=7)
            connection.check_constraints()  # now, not after every test anew
        yield totals
        transaction.set_rollback(True)


@pytest.fixture
def demo(street: dict[str, int], db: None, clock: Any) -> dict[str, int]:
    """The seeded street, on the day it was made; what a test changes is taken back."""
    return street
