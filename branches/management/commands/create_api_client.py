"""The command create_api_client: prints client_id=… and client_secret=…, a line each, once."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from branches.access.roles import Role
from branches.actions import open_client
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken


class Command(BaseCommand):
    help = "Open an API client with one mandate and print its credentials."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--name", required=True, help="what the other system is called, up to 57 characters"
        )
        parser.add_argument("--organization", required=True, help="code of the organization it may reach")
        parser.add_argument("--role", required=True, choices=Role.values)

    def handle(self, *, name: str, organization: str, role: str, **options: object) -> None:
        if not 1 <= len(name.strip()) <= 57:
            raise CommandError("--name要有1到57个字。")
        place = Organization.objects.filter(code=organization).first()
        if place is None:
            raise CommandError(f"没有编号为{organization}的党组织。")
        try:
            client, secret = open_client(name=name.strip(), organization=place, role=role, by=SYSTEM)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"client_id={client.client_id}")
        self.stdout.write(f"client_secret={secret}")
