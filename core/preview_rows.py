"""How the API shows the preview of a workbook: the rows worth a look, each with its result, reasons and cells."""

from typing import Any

from rest_framework import serializers

from core.workbooks.preview import FILTERS, Preview


class PreviewCellSerializer(serializers.Serializer):
    """One cell of a row: what is written there, numbers masked."""

    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    old = serializers.CharField(allow_blank=True, help_text="what is stored, where it differs")
    why = serializers.CharField(allow_blank=True, help_text="what is said about it")


class CheckedRowSerializer(serializers.Serializer):
    """One row of a workbook with the result of its check."""

    sheet = serializers.CharField()
    line = serializers.IntegerField()
    result = serializers.ChoiceField([(one, one) for one in FILTERS])
    reasons = serializers.ListField(child=serializers.CharField())
    cells = PreviewCellSerializer(many=True)


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
