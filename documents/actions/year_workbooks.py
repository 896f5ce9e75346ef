"""Make a branch's workbook of a year (党支部工作手册) by a job, download it, and delete it after PAPER_DAYS."""

import datetime as dt
import functools

from django.conf import settings
from django.db import transaction

from audit import chain, jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import SYSTEM, Actor
from core import clock, pdf
from core.errors import NotPermitted
from documents import errors
from documents.actions.export_papers import must_be_valid_year
from documents.contexts import layout, year_workbook
from documents.contexts.layout import PaperContent
from documents.states import PaperKind

TASK = "meetings.tasks.make_workbook"
STEPS = 10  # of the progress: reading, then making the file


@transaction.atomic
def start_workbook(*, organization: Organization, year: int, form: str = "pdf", by: Actor) -> Job:
    """Start the job that makes a workbook; the actor's own job still under way is returned instead.

    Raises NotYours, NoWorkbookHere, YearOutOfRange, PdfUnavailable.
    """
    by.must(Capability.EXPORT, organization)
    by.must(Capability.VIEW_MEMBERS, organization)
    if not organization.is_branch:
        raise errors.NoWorkbookHere(
            organization=organization.short_name, kind=organization.get_kind_display()
        )
    must_be_valid_year(year)
    if form == "pdf":
        pdf.must_be_available()
    params = {"organization": organization.pk, "year": year, "form": form}
    title = f"{organization.short_name}{year}年度党支部工作手册（{layout.FORM_NAMES[form]}）"
    key = f"{TASK} {organization.pk} {year} {form} {by.user and by.user.pk}"
    return jobs.start(TASK, title, params=params, where=organization, key=key, by=by)


def make_workbook(*, job_id: int) -> None:
    """Run the job with the present reach of its owner. Does nothing if another worker has claimed it."""
    jobs.run(job_id, _make_workbook)


def _make_workbook(job: Job) -> str:
    by = Actor.of(job.owner, request_id=str(job.uuid)) if job.owner else SYSTEM
    organization = Organization.objects.get(pk=job.params["organization"])
    form, asked = job.params["form"], job.params["year"]
    by.must(Capability.EXPORT, organization)
    by.must(Capability.VIEW_MEMBERS, organization)
    beat = functools.partial(jobs.beat, job)
    words = year_workbook.context(organization, asked, lambda done, total: beat(done, STEPS))
    with jobs.alive(job, 3, STEPS):
        content = layout.lay_out(
            PaperContent(PaperKind.WORKBOOK, organization, workbook_title(job), words), form
        )
    beat(STEPS - 1, STEPS)
    jobs.keep_file(file_path(job), content)
    with transaction.atomic():
        chain.record(
            "paper.workbook",
            by=by,
            subject=organization,
            where=organization,
            after={"form": form, "year": asked, "rows": words["会议数"]},
        )
    beat(STEPS, STEPS)
    return f"/papers/files/{job.uuid}/"


def workbook_title(job: Job) -> str:
    return job.title.rpartition("（")[0] or job.title


def file_path(job: Job) -> str:
    """A path that cannot be guessed, as for attachments."""
    return f"papers/{job.uuid.hex}.{job.params['form']}"


def collect_paper(*, job: Job, by: Actor) -> tuple[str, bytes]:
    """File name and content of a finished workbook, for who started it and may still have it.

    Raises NotPermitted, NotYours, PaperGone after PAPER_DAYS.
    """
    organization = Organization.objects.get(pk=job.params["organization"])
    if by.user is None or job.owner_id != by.user.pk:
        raise NotPermitted
    by.must(Capability.EXPORT, organization)
    by.must(Capability.VIEW_MEMBERS, organization)
    content = jobs.read_file(file_path(job))
    if content is None:
        raise errors.PaperGone(days=settings.PAPER_DAYS)
    with transaction.atomic():
        chain.record(
            "paper.collect",
            by=by,
            subject=job,
            where=organization,
            after={"form": job.params["form"], "year": job.params["year"]},
        )
    return f"{workbook_title(job)}.{job.params['form']}", content


def throw_away_papers(*, by: Actor) -> int:
    """Delete the files of workbooks older than PAPER_DAYS; the jobs stay. Returns how many."""
    by.must_throughout(Capability.RUN_SYSTEM)
    limit = clock.now() - dt.timedelta(days=settings.PAPER_DAYS)
    over = Job.objects.filter(task=TASK, finished_at__lt=limit, thrown_at__isnull=True).exclude(result_url="")
    places = Organization.objects.in_bulk([job.params["organization"] for job in over])
    files = [jobs.ExpiringFiles(job, places[job.params["organization"]], [file_path(job)]) for job in over]
    return jobs.throw_away_files("paper.throw_away", files, days=settings.PAPER_DAYS, by=by)
