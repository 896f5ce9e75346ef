"""The command: one deed, the same for the same seed and day, only in an empty database, right on every day of a year."""

import datetime as dt
import hashlib

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from branches.models import Organization
from core.clock import Period
from demo.actions import seed_demonstration
from demo.actions.rows import Table
from meetings.models import Meeting, Step
from meetings.states import Kind, Status
from obligations.selectors.owed import owed_duties
from obligations.states import DutyState
from tests.conftest import TODAY

SEALED = {
    "identity_sealed", "phone_sealed", "address_sealed", "password", "digest", "previous", "entry_key",
    "file",  # another name where a file of that name stands
}  # fmt: skip


OURS = {config.label for config in apps.get_app_configs() if (settings.BASE_DIR / config.name).is_dir()}


def rows_digest() -> dict[str, str]:
    """Every row of every table of ours, without what is sealed or hashed with chance in it."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in SEALED]
        # Their own numbers come from a sequence, which no rollback takes back, in the order a plan happens to have.
        names = [name for name in names if name not in ("id", "report_id")]
        rows = sorted(repr(row) for row in model._base_manager.values_list(*names))
        found[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def digest_of_seed(seed: int) -> dict[str, str]:
    with transaction.atomic():
        seed_demonstration.seed(size="street", months=2, seed=seed)
        found = rows_digest()
        transaction.set_rollback(True)
    return found


@pytest.mark.once
@pytest.mark.slow
def test_the_same_seed_makes_the_same_rows_and_another_seed_others(db, clock):
    first = digest_of_seed(7)
    again = digest_of_seed(7)
    assert {label for label in first if first[label] != again[label]} == set()
    assert digest_of_seed(8)["meetings.Meeting"] != first["meetings.Meeting"]


@pytest.mark.parametrize("months", [0, 37])
def test_months_out_of_range_are_refused(db, months):
    with pytest.raises(CommandError, match="--months要在1到36之间"):
        call_command("seed_demo", months=months, skip_checks=True)
    assert not Organization.objects.exists()


# The last evening of a year, a month and a February, the first morning of a quarter, an ordinary day.
DAYS = [
    dt.datetime(2026, 12, 31, 12, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 1, 1, 1, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 2, 28, 9, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 6, 1, 0, tzinfo=dt.UTC),
    TODAY,
]


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("moment", DAYS, ids=lambda moment: f"{moment:%m-%d}")
def test_on_any_day_the_secretary_owes_something_has_something_returned_and_something_planned(db, moment):
    with time_machine.travel(moment, tick=False):
        seed_demonstration.seed(size="street", months=3, seed=7)
        today = seed_demonstration.clock.today()
        branch = Organization.objects.get(short_name="滨江社区第二党支部")
        due = owed_duties(branch, Period.month(today), today)
        month = [duty for duty in due if duty.period == Period.month(today) and duty.missing]
        assert Kind.THEME_DAY in {duty.rule.kind for duty in month}
        assert {duty.state for duty in month} <= {DutyState.OPEN, DutyState.DUE_SOON}
        (returned,) = Meeting.objects.within(branch).filter(status=Status.RETURNED)
        assert returned.steps.filter(deed=Step.Type.RETURNED).exclude(comment="").count() == 1
        assert Meeting.objects.within(branch).filter(status=Status.PLANNED, held_on__gt=today).exists()
        assert not Step.objects.filter(at__gt=seed_demonstration.clock.now()).exists()


@pytest.mark.once
@pytest.mark.slow
def test_a_district_is_planned_with_1239_organizations_under_18_committees_and_21903_members(clock):
    plan = seed_demonstration.Demonstration("district", 12, 7, seed_demonstration.silent)
    units = plan.grown.units
    assert len(units) == 1_239
    assert len(plan.people) == 21_903
    assert len(plan.grown.root.children) == 18
    assert all(unit.is_committee for unit in plan.grown.root.children)
    assert {len(unit.path) // 4 for unit in units if unit.is_branch} == {3, 4}
    branches = [unit for unit in units if unit.is_branch]
    new = [u for u in branches if u.unit_kind in ("private_enterprise", "social_organization")]
    assert len(new) * 2 > len(branches)
    assert len({unit.name for unit in units}) == len({unit.code for unit in units}) == 1_239


def test_a_written_row_reads_back_whatever_its_text(db, clock):
    table = Table(
        User, "password", "last_login", "username", "name", "is_service", "is_active", "large_type",
        "must_change_password", "password_changed_at", "created_at",
    )  # fmt: skip
    odd = 'tab\t line\n return\r back\\slash \\N "quote" 𬱖'
    key = table.add(odd, None, "odd", "", False, True, False, True, TODAY, TODAY)
    table.close()
    user = User.objects.get(pk=key)
    assert (user.password, user.last_login, user.name, user.created_at) == (odd, None, "", TODAY)
    assert (user.is_active, user.must_change_password, user.is_service) == (True, True, False)
    assert User.objects.create_user("next", name="下一个").pk == key + 1
