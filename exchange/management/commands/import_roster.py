"""manage.py import_roster FILE --organization CODE: imports members; failed rows go to a workbook beside the file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from branches.models import Organization
from exchange.management.import_command import run_import
from exchange.models import Import


class Command(BaseCommand):
    help = "Import a roster of members from an Excel file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, help="code of the organization it belongs to")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *, file: Path, organization: str, dry_run: bool, **options: object) -> None:
        scope = Organization.objects.filter(code=organization).first()
        if scope is None:
            raise CommandError(f"没有编号为{organization}的党组织。")
        run_import(Import.Kind.ROSTER, file, scope, dry_run=dry_run, say=self.stdout.write)
