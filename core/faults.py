"""Passing faults: a database, disk or store that is away, full or busy, and the sentence that is true of it.

A fault is no refusal: nobody judged the deed. Where the connection went between commit and answer nobody knows whether
something was written, and the sentence says so.
"""

import errno
from collections.abc import Iterator
from typing import NamedTuple

import psycopg2
from redis.exceptions import RedisError

OF_THE_DISK = ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_CORRUPT", "SQLITE_NOTADB")
LOCK_NOT_AVAILABLE, DISK_FULL, QUERY_CANCELED = "55P03", "53100", "57014"


class Fault(NamedTuple):
    """status: of the answer; code: for machines; sentence: for people."""

    status: int
    code: str
    sentence: str


BUSY = Fault(503, "busy", "别人正在写同一处，这一次没有写入。请过几秒再试。")
FULL = Fault(507, "no_space", "服务器空间不足，没有办成。请告诉管理员；写好的内容请先留着，别关这一页。")
AWAY = Fault(503, "away", "系统一时连不上，不确定有没有写入。请刷新看一下，没有再试一次。")
OF_COMMANDS = {
    "busy": "数据库正被占用",
    "no_space": "磁盘已满",
    "away": "数据库、队列或磁盘用不了（没有启动、已满或文件已损坏）",
}
UNKNOWN = Fault(500, "server_error", "系统出了意外，不确定有没有写入。请刷新看一下，没有再试一次。")


def passing_fault(error: BaseException | None) -> Fault | None:
    """The fault this exception, or one it came from, tells of; None when it is a defect of the product."""
    for each in _chain(error):
        for judge in (_of_postgres, _of_sqlite, _of_system):
            if fault := judge(each):
                return fault
    return None


def _of_postgres(error: BaseException) -> Fault | None:
    if not isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
        return None
    code = error.pgcode or ""
    if code in (LOCK_NOT_AVAILABLE, QUERY_CANCELED):
        return BUSY
    # Without a code the connection itself went; 08: connection, 57: stopped by the operator, 53: out of something.
    return FULL if code == DISK_FULL else AWAY if code[:2] in ("", "08", "57", "53") else None


def _of_sqlite(error: BaseException) -> Fault | None:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BUSY
    if name.startswith("SQLITE_FULL"):
        return FULL
    return AWAY if name.startswith(OF_THE_DISK) else None


def _of_system(error: BaseException) -> Fault | None:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if isinstance(error, OSError) and error.errno in (errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE):
        return AWAY
    return AWAY if isinstance(error, ConnectionError | RedisError | MemoryError) else None


def words_for_operator(error: BaseException) -> str:
    """One line for who runs a command; empty for a defect of the product, of which the traceback tells more."""
    if not (fault := passing_fault(error)):
        return ""
    said = str(error).partition("\n")[0]
    return f"没有做完：{OF_COMMANDS[fault.code]}（{type(error).__name__}: {said}）。排除以后再运行一次，见docs/operations.md。"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The causes first: what the driver said is truer than what was made of it."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return reversed(found)
