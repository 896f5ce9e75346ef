"""manage.py import_organizations FILE: imports organizations; failed rows go to a workbook beside the file."""

from exchange.management.import_command import ImportCommand
from exchange.models import Import


class Command(ImportCommand):
    help = "Import organizations from an Excel file; parents may stand anywhere in it."
    kind = Import.Kind.ORGANIZATIONS
