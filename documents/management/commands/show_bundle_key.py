"""The command show_bundle_key: prints the public key by which others believe this installation's evidence bundles."""

from django.core.management.base import BaseCommand

from documents.rules.signatures import public_key


class Command(BaseCommand):
    help = "Print this installation's public key; others name it in BUNDLE_TRUSTED_KEYS."

    def handle(self, **options: object) -> None:
        self.stdout.write(public_key())
