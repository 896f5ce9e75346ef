"""Write the product's own Word templates anew, after meetings.paperwork.defaults was changed."""

from typing import Any

from django.core.management.base import BaseCommand

from meetings.paperwork import defaults


class Command(BaseCommand):
    help = "Write the product's own Word templates to meetings/paper_templates/."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in defaults.write():
            self.stdout.write(f"{path.name} {path.stat().st_size}")
