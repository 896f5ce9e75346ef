"""The command rebuild_paths: checks the derived tree paths against the parents, or derives them anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from branches.actions.rebuild_paths import rebuild, wrong_paths


class Command(BaseCommand):
    help = "Derive the tree's paths from its parents. With --check only list where they disagree (exit 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when a path disagrees"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if check:
            found = wrong_paths()
            for row in found:
                self.stdout.write(f"{row.code}\t{row.path}\t{row.sentence}")
            if found:
                raise CommandError(f"{len(found)} paths disagree with their parents", returncode=1)
            self.stdout.write("every path agrees with its parent")
            return
        try:
            self.stdout.write(f"{rebuild()} paths rebuilt")
        except ValueError as circle:
            raise CommandError(str(circle)) from circle
