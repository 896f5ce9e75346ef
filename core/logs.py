"""The log: one line an event, as JSON where a machine reads it, with the request or job it belongs to.

A traceback is one field of its line. A passing fault (core.faults) is said without one: what is away is known.
"""

import contextvars
import json
import logging
import re
from typing import Any

from core import clock
from core.faults import passing_fault

work_id: contextvars.ContextVar[str] = contextvars.ContextVar("work_id", default="-")
"""The id of the request or job that is being worked on."""
DETAIL = re.compile(r"^(DETAIL:|CONTEXT:|描述:|上下文:).*", re.MULTILINE)


class PlainTraceback(logging.Formatter):
    """Tracebacks without what PostgreSQL says of the row: "Key (phone)=(…) already exists", "Failing row contains (…)"."""

    def formatException(self, ei: Any) -> str:
        text, error = super().formatException(ei), ei[1]
        while error is not None:
            for name in ("message_detail", "context"):
                if said := getattr(getattr(error, "diag", None), name, None):
                    text = text.replace(said, "…")
            error = error.__cause__ or error.__context__
        return DETAIL.sub(r"\1 …", text)


class TerminalLine(PlainTraceback):
    """For a terminal: time, level, id, place and sentence; tracebacks below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s [%(work)s] %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.work = work_id.get()
        said = without_traceback_of_faults(record)
        return super().format(said)


class JsonLine(PlainTraceback):
    """For a machine: {"at", "level", "id", "from", "event", "traceback"?}, in the zone of the installation."""

    def format(self, record: logging.LogRecord) -> str:
        said = without_traceback_of_faults(record)
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": said.levelname.lower(),
            "id": work_id.get(),
            "from": said.name,
            "event": said.getMessage(),
        }
        if said.exc_info:
            line["traceback"] = self.formatException(said.exc_info)
        return json.dumps(line, ensure_ascii=False)


def without_traceback_of_faults(record: logging.LogRecord) -> logging.LogRecord:
    """The record, or a copy that names the fault in its sentence."""
    fault = passing_fault(record.exc_info[1]) if record.exc_info else None
    if fault is None or record.exc_info is None:
        return record
    error = record.exc_info[1]
    said = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None, "args": None})
    said.msg = f"{record.getMessage()} ({fault.code}: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''})"
    return said
