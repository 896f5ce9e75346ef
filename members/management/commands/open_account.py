"""manage.py open_account: opens an account with a role, above all the first one of an installation."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import open_account
from branches import actions
from branches.access.roles import Role
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core import clock
from core.errors import RuleBroken
from members.actions import link
from members.models import Member


class Command(BaseCommand):
    help = "Open an account with a role at an organization; prints the initial password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--organization", required=True, help="code of the organization")
        parser.add_argument(
            "--member", type=UUID, help="whose own it is: the id in the address of the member's file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(code=options["organization"]).first()
        if organization is None:
            raise CommandError(f"No organization has the code {options['organization']}.")
        member = None
        if options["member"]:
            member = Member.objects.filter(uuid=options["member"]).first()
            if member is None:
                raise CommandError(f"No member has the id {options['member']}.")
        try:
            with transaction.atomic():
                user, password = open_account(username=options["username"], name=options["name"], by=SYSTEM)
                actions.grant(
                    user=user,
                    organization=organization,
                    role=options["role"],
                    since=clock.today(),
                    until=None,
                    by=SYSTEM,
                )
                if member is not None:
                    link(member=member, user=user, by=SYSTEM)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"username={user.username}\npassword={password}")
