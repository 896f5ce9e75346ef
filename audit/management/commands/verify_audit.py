"""The command verify_audit: lists where the chain of entries is broken and exits with 1. Reads only."""

import sys

from django.core.management.base import BaseCommand

from audit import chain
from audit.models import Head


class Command(BaseCommand):
    help = (
        "Verify that no audit entry was changed, inserted or removed: the chain, the anchors outside the database "
        "(AUDIT_ANCHORS), and the triggers that keep it."
    )

    def handle(self, **options: object) -> None:
        wrong = chain.what_is_wrong()
        for sentence in wrong:
            self.stderr.write(sentence)
        if wrong:
            sys.exit(1)
        head = Head.objects.filter(pk=1).first()
        self.stdout.write(f"{head.count if head else 0} entries, chain whole")
