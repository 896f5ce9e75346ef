"""Viewsets of one's own drafts, their files and the bin. Nobody reads or changes another person's."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import EmptySerializer, JSONParser, MultiPartParser, form_of, read_body
from core.http import file_name_header
from core.uploads import ENDINGS
from drafts import actions
from drafts.api import serializers
from drafts.models import Draft, DraftFile
from drafts.states import BEGUN


class OwnViewSet(GenericViewSet):
    """Base: one's own rows by pages, as `serializer_class` writes them."""

    cursor_ordering: str | tuple[str, ...] = "-pk"
    serializer_class: Any

    def list(self, request: Request, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.serializer_class(page, many=True).data)

    def one(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.serializer_class(row).data, status=code)


class DraftViewSet(OwnViewSet):
    """One's own unfinished records and amendments, by the id of what they become."""

    queryset = Draft.objects.none()
    serializer_class = serializers.DraftSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Draft]:
        rows = Draft.objects.written_by(self.request.actor).unfinished()
        return rows.with_file_count().select_related("organization")

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        return self.one(self.get_object())

    @extend_schema(request=serializers.KeepSerializer, responses={201: serializers.DraftSerializer})
    def create(self, request: Request) -> Response:
        """Keep a draft, or what became of one meanwhile."""
        draft = actions.keep(**read_body(serializers.KeepSerializer, request), by=request.actor)
        return self.one(self.get_queryset().get(pk=draft.pk), status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="in the bin")})
    def destroy(self, request: Request, uuid: UUID) -> Response:
        """Throw it away; it can be put back from the bin."""
        actions.throw_away(draft=self.get_object(), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class BinViewSet(OwnViewSet):
    """What one threw away oneself, as long as it can be put back."""

    queryset = Draft.objects.none()
    serializer_class = serializers.BinSerializer

    def get_queryset(self) -> QuerySet[Draft]:
        rows = Draft.objects.written_by(self.request.actor).in_bin()
        return rows.with_file_count().select_related("organization")

    def retrieve(self, request: Request, pk: int) -> Response:
        return self.one(self.get_object())

    @extend_schema(request=EmptySerializer, responses=serializers.DraftSerializer)
    def put_back(self, request: Request, pk: int) -> Response:
        """Take it out of the bin. What was begun for the same record meanwhile goes there instead; what was no draft (a talk,
        an attachment) is there again as it was."""
        draft = self.get_object()
        read_body(EmptySerializer, request)
        actions.put_back(draft=draft, by=request.actor)
        if draft.kind not in BEGUN:
            draft.fields = {}  # of no form
        return Response(serializers.DraftSerializer(draft).data)


class DraftFileViewSet(OwnViewSet):
    """The files picked for one's own unfinished record; they become its attachments when it is stored."""

    queryset = DraftFile.objects.none()
    serializer_class = serializers.FileSerializer
    lookup_field, lookup_url_kwarg = "uuid", "file"
    parser_classes = [MultiPartParser, JSONParser]
    cursor_ordering = "pk"

    def get_queryset(self) -> QuerySet[DraftFile]:
        return DraftFile.objects.of(self.kwargs["uuid"], self.request.actor).select_related(
            "draft__organization"
        )

    def retrieve(self, request: Request, uuid: UUID, file: UUID) -> Response:
        return self.one(self.get_object())

    @extend_schema(
        request=form_of(serializers.DraftUploadSerializer), responses={201: serializers.FileSerializer}
    )
    def create(self, request: Request, uuid: UUID) -> Response:
        """Keep one file, judged and cleaned as attachments are; the draft begins with it where there is none."""
        given = read_body(serializers.DraftUploadSerializer, request)
        file = actions.put_file(
            uuid=uuid,
            organization=given["organization"],
            upload=given["file"],
            name=given["file"].name,
            by=request.actor,
        )
        return self.one(file, status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="taken away")})
    def destroy(self, request: Request, uuid: UUID, file: UUID) -> Response:
        """Take it away; it can be put back until the record is stored."""
        actions.take_file_away(file=self.get_object(), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=EmptySerializer)
    def put_back(self, request: Request, uuid: UUID, file: UUID) -> Response:
        row = self.get_object()
        read_body(EmptySerializer, request)
        return self.one(actions.put_file_back(file=row, by=request.actor))

    @extend_schema(responses={(200, kind): OpenApiTypes.BINARY for kind in ENDINGS})
    def content(self, request: Request, uuid: UUID, file: UUID) -> FileResponse:
        row = get_object_or_404(self.get_queryset(), uuid=file)
        response = FileResponse(row.file.open("rb"), content_type=row.content_type)
        response["Content-Disposition"] = file_name_header(row.name)
        return response
