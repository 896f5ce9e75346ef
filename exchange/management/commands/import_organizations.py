"""manage.py import_organizations FILE: imports organizations; failed rows go to a workbook beside the file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from exchange.management.import_command import run_import
from exchange.models import Import


class Command(BaseCommand):
    help = "Import organizations from an Excel file; parents may stand anywhere in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: object) -> None:
        run_import(Import.Kind.ORGANIZATIONS, file, None, dry_run=dry_run, say=self.stdout.write)
