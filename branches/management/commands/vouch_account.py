"""The command vouch_account: brings an account to life where there is no second security administrator to do it."""

from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from branches.actions import vouch
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken


class Command(BaseCommand):
    help = "Vouch for an account whose password or secret an administrator was shown, so that it can be used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True, help="of a client: client:NAME")

    def handle(self, *, username: str, **options: object) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号{username}。")
        try:
            vouch(user=user, by=SYSTEM)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"账号{username}已核实。")
