"""Write the product's own Word templates anew, after documents.contexts.default_templates was changed."""

from typing import Any

from django.core.management.base import BaseCommand

from documents.contexts import default_templates


class Command(BaseCommand):
    help = "Write the product's own Word templates to meetings/paper_templates/."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in default_templates.write():
            self.stdout.write(f"{path.name} {path.stat().st_size}")
