"""manage.py import_roster FILE --organization CODE: imports members; failed rows go to a workbook beside the file."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from branches.models import Organization
from exchange.management.import_command import ImportCommand
from exchange.models import Import


class Command(ImportCommand):
    help = "Import a roster of members from an Excel file."
    kind = Import.Kind.ROSTER

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--organization", required=True, help="code of the organization it belongs to")
        parser.add_argument(
            "--since", type=dt.date.fromisoformat, help="from which day new people belong; by default today"
        )

    def handle(self, *, organization: str, **options: Any) -> None:
        scope = Organization.objects.filter(code=organization).first()
        if scope is None:
            raise CommandError(f"没有编号为{organization}的党组织。")
        super().handle(scope=scope, **options)
