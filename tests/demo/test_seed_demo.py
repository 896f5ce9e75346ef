"""The command: one deed, the same for the same seed and day, only in an empty database, right on every day of a year."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit import chain
from audit.models import Entry
from branches.access.roles import Role
from branches.models import Mandate, Organization
from demo.actions import accounts
from meetings.models import Meeting
from reports.actions import store_rows
from reports.models import Amendment, Report
from reports.sql import snapshot
from tests.bench.reports import last_quarter_month, same_rows
from tests.conftest import TODAY


def test_a_database_that_holds_an_organization_is_refused_and_left_alone(demo):
    before = (Organization.objects.count(), Meeting.objects.count(), Entry.objects.count())
    with pytest.raises(CommandError, match=f"数据库里已经有{before[0]}个党组织"):
        call_command("seed_demo", skip_checks=True, stdout=StringIO())
    assert (Organization.objects.count(), Meeting.objects.count(), Entry.objects.count()) == before


def test_seeding_is_one_entry_of_the_audit(demo):
    entry = Entry.objects.get(action="demo.seed")
    assert entry.after == demo
    assert chain.broken_links() == []


@pytest.mark.once
@pytest.mark.parametrize("username", accounts.ACCOUNTS)
def test_every_demo_account_signs_in_with_the_demo_password(demo, settings, username):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    client = Client()
    answer = client.post(reverse("accounts:sign_in"), {"username": username, "password": accounts.PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(User.objects.get(username=username).pk)


def test_the_accounts_have_the_mandates_of_the_contract(demo):
    found = {
        mandate.user.username: (mandate.organization.short_name, mandate.role)
        for mandate in Mandate.objects.select_related("user", "organization")
    }
    assert found == {
        "secretary": ("滨江社区第二党支部", Role.SECRETARY),
        "reviewer": ("海云区委", Role.REVIEWER),
        "street": ("望海街道党工委", Role.STAFF),
        "member": ("滨江社区第二党支部", Role.MEMBER),
        "administrator": ("海云区委", Role.SYSTEM_ADMINISTRATOR),
        "security": ("海云区委", Role.SECURITY_ADMINISTRATOR),
        "auditor": ("海云区委", Role.AUDIT_ADMINISTRATOR),
        "reviewer2": ("海云区委", Role.REVIEWER),
    }
    assert User.objects.get(username="secretary").member.name == "林知远"
    assert User.objects.get(username="member").member.name == "华小满"


def test_the_months_before_this_one_are_reported_and_their_sums_agree(demo):
    root = Organization.objects.get(code="DEMO")
    reports = Report.objects.filter(organization=root).order_by("month")
    assert [f"{report.month:%Y-%m}" for report in reports] == [
        "2025-12", *(f"2026-{month:02d}" for month in range(1, 11))
    ]  # fmt: skip
    for report in reports:
        snapshot.check_sums(report)
        store_rows.check_held(report)
        assert report.digest == snapshot.content_digest(report)
        last = report.month.month == 10
        assert report.status == (Report.Status.FROZEN if last else Report.Status.PUBLISHED)
    assert Report.objects.count() == demo["reports"]
    assert Amendment.objects.exists()


def test_nobody_seems_to_have_missed_anything_before_the_months_shown(demo):
    first = Report.objects.filter(organization__code="DEMO").order_by("month").first()
    assert max(first.lines.values_list("missed_in_a_row", flat=True)) == 0


def test_sql_written_by_hand_finds_the_same_figures(demo):
    month = last_quarter_month(TODAY.date())
    for report in Report.objects.filter(month=month.since).select_related("organization"):
        assert same_rows(report) > 0
