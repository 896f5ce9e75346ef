"""The branch's workbook of a year: a job, because a year takes longer than a page may. Its file is kept for some days."""

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
from documents.actions.export_papers import must_be_a_year
from documents.contexts import layout
from documents.contexts import year_workbook as of_year
from documents.contexts.layout import Paper
from meetings.states import PaperKind

TASK = "meetings.tasks.make_workbook"
STEPS = 10  # of its progress: reading, then laying out


@transaction.atomic
def start_workbook(*, organization: Organization, year: int, form: str = "pdf", by: Actor) -> Job:
    """Queue a branch's workbook of a year; one under way is handed back to who asked for it.

    Raises NotYours, NoWorkbookHere, YearOutOfRange, PdfUnavailable.
    """
    by.must(Capability.EXPORT, organization)
    by.must(Capability.VIEW_MEMBERS, organization)
    if not organization.is_branch:
        raise errors.NoWorkbookHere(
            organization=organization.short_name, kind=organization.get_kind_display()
        )
    must_be_a_year(year)
    if form == "pdf":
        pdf.must_be_available()
    params = {"organization": organization.pk, "year": year, "form": form}
    running = Job.objects.filter(
        task=TASK,
        owner=by.user,
        status__in=[Job.Status.QUEUED, Job.Status.RUNNING],
        params__organization=organization.pk,
        params__year=year,
        params__form=form,
    ).first()
    if running:
        return running
    title = f"{organization.short_name}{year}年度党支部工作手册（{layout.FORM_NAMES[form]}）"
    return jobs.start(TASK, title, params=params, where=organization, by=by)


def make_workbook(*, job_id: int) -> None:
    """The work of that job, for its owner, whose reach is asked again. Nothing happens when it is taken."""
    jobs.run(job_id, _make_workbook)


def _make_workbook(job: Job) -> str:
    by = Actor.of(job.owner, request_id=str(job.uuid)) if job.owner else SYSTEM
    organization = Organization.objects.get(pk=job.params["organization"])
    form, asked = job.params["form"], job.params["year"]
    by.must(Capability.EXPORT, organization)
    by.must(Capability.VIEW_MEMBERS, organization)
    beat = functools.partial(jobs.beat, job)
    words = of_year.context(organization, asked, lambda done, total: beat(done, STEPS))
    with jobs.alive(job, 3, STEPS):
        content = layout.lay_out(Paper(PaperKind.WORKBOOK, organization, title_of(job), words), form)
    beat(STEPS - 1, STEPS)
    jobs.keep_file(path_of(job), content)
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


def title_of(job: Job) -> str:
    return job.title.rpartition("（")[0] or job.title


def path_of(job: Job) -> str:
    """A name nobody can guess, as for attachments."""
    return f"papers/{job.uuid.hex}.{job.params['form']}"


def collect_paper(*, job: Job, by: Actor) -> tuple[str, bytes]:
    """A finished paper, for who asked for it and still may have it.

    Raises NotYours, PaperGone when it was thrown away after PAPER_DAYS.
    """
    organization = Organization.objects.get(pk=job.params["organization"])
    if by.user is None or job.owner_id != by.user.pk:
        raise NotPermitted
    by.must(Capability.EXPORT, organization)
    by.must(Capability.VIEW_MEMBERS, organization)
    content = jobs.read_file(path_of(job))
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
    return f"{title_of(job)}.{job.params['form']}", content


def throw_away_papers(*, by: Actor) -> int:
    """Delete finished papers older than PAPER_DAYS; the jobs' rows stay. Returns how many files went."""
    if not by.reach.has(Capability.RUN_SYSTEM):
        raise NotPermitted
    limit = clock.now() - dt.timedelta(days=settings.PAPER_DAYS)
    over = Job.objects.filter(task=TASK, finished_at__lt=limit, thrown_at__isnull=True).exclude(result_url="")
    places = Organization.objects.in_bulk([job.params["organization"] for job in over])
    files = [jobs.ExpiringFiles(job, places[job.params["organization"]], [path_of(job)]) for job in over]
    return jobs.throw_away_files("paper.throw_away", files, days=settings.PAPER_DAYS, by=by)
