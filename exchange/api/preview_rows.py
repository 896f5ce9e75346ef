"""How the API shows the preview of a workbook: the rows worth a look, each with its result, reasons and cells."""

from typing import Any

from rest_framework import serializers

from core.api import StrictFields
from core.workbooks.columns import Layout
from core.workbooks.preview import FILTERS, Preview

MAPPING = "title → field, empty to leave its column out; =field → what is said of all rows"


class PreviewCellSerializer(serializers.Serializer):
    """One cell of a row: what is written there, numbers masked."""

    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    old = serializers.CharField(allow_blank=True, help_text="what is stored, where it differs")
    why = serializers.CharField(allow_blank=True, help_text="what is said about it")


class UnknownColumnSerializer(serializers.Serializer):
    """A column whose title is not known."""

    title = serializers.CharField()
    looks_like = serializers.CharField(allow_blank=True, help_text="what its cells look like; may be empty")


class AnswerSerializer(serializers.Serializer):
    value = serializers.CharField()
    words = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    """What no column says, and may be said of all rows: `=field` in the mapping."""

    field = serializers.CharField()
    words = serializers.CharField()
    answers = AnswerSerializer(many=True)


class ColumnMappingInputSerializer(StrictFields, serializers.Serializer):
    """What the unknown titles are; a title that is not named keeps what was said of it before."""

    mapping = serializers.DictField(
        child=serializers.CharField(max_length=60, allow_blank=True), help_text=MAPPING
    )


class ColumnFieldSerializer(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()


class ColumnsSerializer(serializers.Serializer):
    """How the columns of a workbook were read, and what can be said of those that were not."""

    ignored = serializers.ListField(
        child=serializers.CharField(), help_text="titles of columns that are not taken in"
    )
    unknown = UnknownColumnSerializer(many=True, help_text="of these, those that may hold something needed")
    questions = QuestionSerializer(many=True)
    remarks = serializers.ListField(child=serializers.CharField(), help_text="on the file as a whole")
    known_fields = ColumnFieldSerializer(many=True, help_text="what a column may be mapped to")


class CheckedRowSerializer(serializers.Serializer):
    """One row of a workbook with the result of its check."""

    sheet = serializers.CharField()
    line = serializers.IntegerField()
    result = serializers.ChoiceField([(one, one) for one in FILTERS])
    reasons = serializers.ListField(child=serializers.CharField())
    cells = PreviewCellSerializer(many=True)


def columns_data(preview: Preview, layout: Layout) -> dict[str, Any]:
    """What ColumnsSerializer documents, of a stored preview."""
    return {
        "ignored": preview.ignored,
        "unknown": [{"title": title, "looks_like": look} for title, look in preview.unknown],
        "questions": [
            {
                "field": one.field,
                "words": one.words,
                "answers": [{"value": value, "words": words} for value, words in one.answers],
            }
            for one in preview.questions
        ],
        "remarks": preview.remarks,
        "known_fields": [{"field": column.field, "label": column.label} for column in layout.columns],
    }


def checked_rows(preview: Preview) -> list[dict[str, Any]]:
    """The rows of a stored preview that are worth a look."""
    rows = []
    for line in map(preview.open_line, preview.lines_in("")):
        cells = [*zip(preview.heads, line.cells, strict=True), *line.others]
        reasons = [cell.why for cell in line.cells if cell.why]
        reasons += [f"{label}：{cell.why}" for label, cell in line.others if cell.why]
        rows.append(
            {
                "sheet": line.sheet,
                "line": line.line,
                "result": line.badge,
                "reasons": reasons,
                "cells": [
                    {"title": title, "text": cell.text, "old": cell.old, "why": cell.why}
                    for title, cell in cells
                ],
            }
        )
    return rows
