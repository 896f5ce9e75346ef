"""The command reset_second_factor: for the last administrator who lost telephone and recovery codes."""

from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from branches.actions import reset_second_factor
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken


class Command(BaseCommand):
    help = "Take the telephone off an account whose holder no longer has it; another one is bound at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True)

    def handle(self, *, username: str, **options: object) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号{username}。")
        try:
            reset_second_factor(user=user, by=SYSTEM)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"账号{username}的两步验证已解除。")
