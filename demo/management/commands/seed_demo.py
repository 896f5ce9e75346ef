"""The command seed_demo: an invented district or street in an empty database, with a progress bar on a terminal."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import RuleBroken
from demo.actions import accounts, seed_demonstration
from demo.rules.people import TOTALS

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Fill an empty database with an invented district or street, twelve months ending in the current one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=sorted(TOTALS), default="street")
        parser.add_argument(
            "--months", type=int, default=12, help="how many, the current one included (1 to 36)"
        )
        parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same district")

    def handle(self, *, size: str, months: int, seed: int, **options: Any) -> None:
        if not 1 <= months <= seed_demonstration.MOST_MONTHS:
            raise CommandError(f"--months要在1到{seed_demonstration.MOST_MONTHS}之间，现在是{months}。")
        try:
            totals = seed_demonstration.seed(size=size, months=months, seed=seed, tell=self.tell)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{totals['organizations']:,}个党组织，另有{totals['groups']:,}个党小组；{totals['members']:,}名党员，"
            f"{totals['months']}个月的{totals['meetings']:,}次会议、{totals['attendances']:,}人次，{totals['reports']:,}份月报。"
        )
        self.stdout.write(f"演示账号：{'、'.join(accounts.ACCOUNTS)}，密码都是{accounts.PASSWORD}。")

    def tell(self, what: str, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        full = WIDTH * done // total if total else WIDTH
        self.stderr.write(f"\r{what}\t{'█' * full}{'░' * (WIDTH - full)} {done:,}/{total:,}", ending="")
        if done == total:
            self.stderr.write("")
