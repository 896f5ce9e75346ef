"""The command verify_counts: says where a stored count is not what its rows add up to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.selectors.count_check import wrong_counts


class Command(BaseCommand):
    help = "List the counts of meetings and votes that their rows contradict (exit 1)."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for line in wrong_counts():
            self.stdout.write(line)
            found += 1
        if found:
            raise CommandError(f"{found} counts differ from their rows", returncode=1)
        self.stdout.write("every count equals its rows")
