"""Viewsets and serializers of audit entries, the chain and jobs, with the same actions and reach as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audit import actions as audit_actions
from audit import chain, jobs
from audit.filters import EntryFilter
from audit.models import Entry, Job
from audit.selectors import entry_words
from core.api import StrictFields, read_body, refuse_unknown
from core.http import XLSX, download
from core.workbooks.writing import SheetHead, filter_words, write_workbook

ACTION = OpenApiParameter("action", str, enum=sorted(entry_words.action_labels()), description="何事")


class AuditEntrySerializer(serializers.ModelSerializer):
    organization_path = serializers.CharField(source="path")
    before = serializers.DictField(allow_null=True, help_text="fields and what they held")
    after = serializers.DictField(allow_null=True, help_text="fields and what they hold since")

    class Meta:
        model = Entry
        fields = (
            "id", "at", "who", "action", "subject", "subject_id", "subject_name", "organization", "organization_path",
            "before", "after", "note", "request_id", "address", "device", "previous", "digest",
        )  # fmt: skip


class ChainStateSerializer(serializers.Serializer):
    """Where the chain of entries ends, and what its last verification found."""

    count = serializers.IntegerField(help_text="entries of the whole installation")
    digest = serializers.CharField(help_text="of the last entry")
    verified_at = serializers.DateTimeField(allow_null=True)
    wrong = serializers.IntegerField(
        allow_null=True, help_text="entries that did not fit; null before any verification"
    )


class JobSerializer(serializers.Serializer):
    """Progress is in the job's own units; both are 0 until it says how far it is."""

    id = serializers.UUIDField()
    title = serializers.CharField(
        help_text="what it is about; to others than its owner only the kind of work"
    )
    status = serializers.ChoiceField(Job.Status.choices)
    own = serializers.BooleanField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(help_text="why it failed; its owner's alone")


def job_row(job: Job, by: Any) -> Any:
    own = job.owner_id == by.user.pk
    done, total = jobs.progress(job)
    said = {
        "id": job.uuid,
        "title": job.title if own else entry_words.task_label(job.task),
        "status": job.status,
        "own": own,
        "done": done,
        "total": total,
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "error": job.error if own else "",
    }
    return JobSerializer(said).data


class AuditExportInputSerializer(StrictFields, serializers.Serializer):
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


@extend_schema_view(list=extend_schema(parameters=[ACTION]))
class AuditEntryViewSet(ListModelMixin, GenericViewSet):
    """The audit, newest first: the deeds of the organizations whose audit this person reads."""

    queryset = Entry.objects.all()
    serializer_class = AuditEntrySerializer
    filterset_class = EntryFilter
    cursor_ordering = "-pk"

    def get_queryset(self) -> QuerySet[Any]:
        audit_actions.must_read(self.request.actor)
        return Entry.objects.visible_to(self.request.actor)

    @extend_schema(
        request=AuditExportInputSerializer,
        responses={(200, XLSX): OpenApiTypes.BINARY},
        filters=True,
        parameters=[ACTION],
    )
    def export(self, request: Request) -> HttpResponse:
        """The filtered entries as a workbook; many of them need a reason (R-SEC-05)."""
        found = self.filter_queryset(self.get_queryset())
        asked = {name: value for name, value in request.query_params.items() if value}
        rows = audit_actions.export(
            entries=found, filters=asked, **read_body(AuditExportInputSerializer, request), by=request.actor
        )
        place, words = request.actor.place, filter_words(self.filterset_class.base_filters, asked)
        head = SheetHead("审计记录", place.name if place else "", request.actor.name, filters=words)
        return download(write_workbook([entry_words.sheet(rows)], head), "审计记录.xlsx")


class ChainViewSet(GenericViewSet):
    """The chain of hashes over all entries (R-SEC-02)."""

    queryset = Entry.objects.none()
    filter_backends: list[Any] = []
    pagination_class = None

    @extend_schema(responses=ChainStateSerializer)
    def retrieve(self, request: Request) -> Response:
        audit_actions.must_read(request.actor)
        refuse_unknown(request)
        head, last = chain.head(), Entry.objects.last_verification()
        body = {
            "count": head.count,
            "digest": head.digest,
            "verified_at": last.at if last else None,
            "wrong": last.after["wrong"] if last and last.after else None,
        }
        return Response(ChainStateSerializer(body).data)

    @extend_schema(request=None, responses={202: JobSerializer})
    def verify(self, request: Request) -> Response:
        """Begin the verification of the whole chain; ask `/jobs/{id}/` how far it is."""
        job = audit_actions.start_verification(by=request.actor)
        return Response(job_row(job, request.actor), status=status.HTTP_202_ACCEPTED)


class JobViewSet(GenericViewSet):
    """One's own long work, newest first; a system administrator also sees that others' exists, not what it is about."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "-pk"

    @extend_schema(responses=JobSerializer(many=True))
    def list(self, request: Request) -> Response:
        refuse_unknown(request)
        rows = self.paginate_queryset(Job.objects.visible_to(request.actor))
        return self.get_paginated_response([job_row(job, request.actor) for job in rows])

    @extend_schema(responses=JobSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        refuse_unknown(request)
        job = get_object_or_404(Job.objects.visible_to(request.actor), uuid=uuid)
        return Response(job_row(job, request.actor))
