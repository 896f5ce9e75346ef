"""Files that survive a failing power: written beside, synced, and only then named.

A file is there whole under its name, or not at all; what could not be finished is removed again.
"""

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes | Iterable[bytes], *, replace: bool = True) -> None:
    """Write a file that only its owner reads. Raises OSError, and then nothing has changed.

    With `replace` it takes the place of whatever stood there; without, FileExistsError is raised.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with open(os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for chunk in (content,) if isinstance(content, bytes) else content:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(hidden, path)
        else:
            os.link(hidden, path)
    finally:
        with suppress(FileNotFoundError):
            hidden.unlink()
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory survive too."""
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
