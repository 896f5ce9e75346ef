"""Rows in bulk: the same on both databases, with every kind of column and every awkward letter."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from audit.models import Job
from core import bulk

COLUMNS = ["id", "uuid", "task", "title", "params", "status", "total", "done", "attempts", "created_at", "started_at", "path", "key", "error", "result_url"]  # fmt: skip
NOW = dt.datetime(2026, 11, 22, 7, 0, 0, 123456, tzinfo=dt.UTC)


def row(key, title, **facts):
    given = {"uuid": uuid.uuid4(), "params": {}, "status": "queued", "started_at": None} | facts
    return [
        key,
        given["uuid"],
        "t",
        title,
        given["params"],
        given["status"],
        0,
        0,
        0,
        NOW,
        given["started_at"],
        "",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "title", ["甲", "", "a\tb", "a\nb", "a\r\nb", "a\\b", "\\N", "'quoted'", "100%", "%s"]
)
def test_what_goes_in_comes_out(db, title):
    mark = uuid.uuid4()
    [key] = bulk.keys(Job, 1)
    bulk.insert(Job, COLUMNS, [row(key, title, uuid=mark, params={"理由": [title, None, True]})])
    job = Job.objects.get(pk=key)
    assert (job.title, job.uuid, job.created_at, job.started_at) == (title, mark, NOW, None)
    assert job.params == {"理由": [title, None, True]}


def test_keys_are_new_and_the_next_row_takes_a_later_one(db):
    first = Job.objects.create(task="t", title="先").pk
    keys = list(bulk.keys(Job, 3))
    bulk.insert(Job, COLUMNS, [row(key, "批") for key in keys])
    assert len({first, *keys}) == 4
    assert Job.objects.create(task="t", title="后").pk > max(keys)


def test_rows_are_changed_by_key(db):
    keys = list(bulk.keys(Job, 2))
    bulk.insert(Job, COLUMNS, [row(key, "批") for key in keys])
    bulk.update(Job, ["title", "started_at"], [["甲", NOW, keys[0]], ["乙", None, keys[1]]])
    assert list(Job.objects.order_by("pk").values_list("title", "started_at")) == [("甲", NOW), ("乙", None)]


def test_constraints_hold_and_nothing_stays(db):
    keys = bulk.keys(Job, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Job, COLUMNS, [row(keys[0], "甲"), row(keys[1], "乙", status="unheard_of")])
    assert Job.objects.count() == 0


def test_a_column_nobody_knows_is_refused(db):
    with pytest.raises(ValueError, match="Job has no column colour"):
        bulk.insert(Job, ["colour"], [["red"]])
