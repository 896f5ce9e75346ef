"""The command reseal: replaces the key that personal data is sealed with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import keys
from audit.chain import NamedAuthor
from core.errors import RuleBroken


class Command(BaseCommand):
    help = (
        "Replace the key personal data is sealed with. Set DATA_KEY to the new key and PREVIOUS_DATA_KEY to the one in use, "
        "restart the servers with both, run this command, then take PREVIOUS_DATA_KEY away and restart them again. It may "
        "be broken off and run again; meanwhile both keys are accepted."
    )

    def handle(self, **options: Any) -> None:
        try:
            done = keys.replace(by=NamedAuthor(None, "系统"), progress=self.say)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        for name in done.unreadable:
            self.stderr.write(f"{name}：两把密钥都打不开，没有改动。")
        self.stdout.write(
            f"已换成新密钥：{done.rows}行，{done.files}个文件；打不开的{len(done.unreadable)}处。现在可以去掉PREVIOUS_DATA_KEY。"
        )

    def say(self, rows: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{rows}", ending="")
