"""build_reports --month 2026-10 [--organization CODE] [--wait]: the month's supervision reports, through Celery."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import jobs
from audit.models import Job
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core.clock import Period
from core.errors import RuleBroken
from core.parsing import parse_month
from reports import actions

WORKER_SECONDS = 5  # a worker takes a job within a second; after this long the command builds it itself


class Command(BaseCommand):
    help = "Build the month's supervision reports of every committee, or of one and those below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, help="YYYY-MM")
        parser.add_argument("--organization", metavar="CODE", help="without it the whole forest")
        parser.add_argument("--wait", action="store_true", help="show progress and return when done")

    def handle(self, *args: Any, **options: Any) -> None:
        month = parse_month(options["month"])
        if month is None:
            raise CommandError("--month takes YYYY-MM")
        try:
            started = self._start(month, options["organization"])
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        for job in started:
            self.stdout.write(f"{job.title}  {job.uuid}")
        if options["wait"]:
            failed = [job for job in started if not self._finish(job)]
            if failed:
                raise CommandError(f"{len(failed)} of {len(started)} not built")

    def _start(self, month: Period, code: str | None) -> list[Job]:
        if code is None:
            return actions.build_all(month=month, by=SYSTEM)
        organization = Organization.objects.filter(code=code).first()
        if organization is None:
            raise CommandError(f"no organization has the code {code}")
        return [actions.build(organization=organization, month=month, by=SYSTEM)]

    def _finish(self, job: Job) -> bool:
        """Follow the job until it is over; without a worker, do it here."""
        waited = 0.0
        while True:
            job.refresh_from_db()
            if job.status == Job.Status.DONE:
                return self._end("done")
            if job.status == Job.Status.FAILED:
                return self._end(job.error, good=False)
            if job.status == Job.Status.QUEUED and waited >= WORKER_SECONDS:
                actions.work(job.pk)
                continue
            done, total = jobs.progress(job)
            if self.stdout.isatty() and total:
                self.stdout.write(f"\r{done}/{total}", ending="")
                self.stdout.flush()
            time.sleep(0.2)
            waited += 0.2

    def _end(self, words: str, *, good: bool = True) -> bool:
        if self.stdout.isatty():
            self.stdout.write("\r", ending="")
        self.stdout.write(words)
        return good
