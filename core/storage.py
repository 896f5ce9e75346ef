"""The two storage backends of kept files, in the file system or in an S3-compatible store. Only our own views serve them.

Both keep every file sealed with DATA_KEY and bound to its name: photos, scans, workbooks and papers name people too.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage
from storages.backends.s3 import S3Storage

from core import sealing
from core.durable import write_whole

WHOLE_UP_TO = 64 * 1024 * 1024
"""Files up to this size go in one piece: every store can do that."""


class NoPublicAddress(NotImplementedError):
    """Files have no address of their own: each is handed out by a door that asks Reach."""


class SealedStorage(Storage, ABC):
    """What both backends do with the content of a file; how sealed bytes lie there is theirs (`put`, `sealed_bytes`)."""

    @abstractmethod
    def put(self, name: str, sealed: bytes) -> None:
        """Keep these bytes under that name in place of what stood there."""

    def sealed_bytes(self, name: str) -> bytes:
        """The bytes as they lie there. Raises FileNotFoundError."""
        with super()._open(name, "rb") as file:  # type: ignore[misc]
            return bytes(file.read())

    def _open(self, name: str, mode: str = "rb") -> File:
        """Raises CannotUnseal, also where the file is gone that a row still names."""
        try:
            return ContentFile(sealing.unseal_file(self.sealed_bytes(name), clean(name)), name)
        except FileNotFoundError as gone:
            raise sealing.CannotUnseal from gone

    def size(self, name: str) -> int:
        return max(0, super().size(name) - sealing.FILE_OVERHEAD)

    def replace(self, name: str, content: bytes) -> None:
        """Keep this under that name in place of what stood there."""
        self.put(name, sealing.seal_file(content, clean(name)))

    def reseal(self, name: str, *, former: bool = False) -> bool:
        """Seal a file with the key in use; False if it is already. A former build left most files as they came.

        Raises CannotUnseal.
        """
        sealed = self.sealed_bytes(name)
        try:
            sealing.unseal_file(sealed, name, (settings.DATA_KEY,))
        except sealing.CannotUnseal:
            if former and not sealed.startswith(sealing.MARK):
                with suppress(sealing.CannotUnseal):
                    sealed = sealing.open_former(sealed)
                self.replace(name, sealed)
            else:
                self.replace(name, sealing.unseal_file(sealed, name))
            return True
        return False

    def names(self, folder: str = "") -> Iterator[str]:
        """Every file at or below a folder."""
        try:
            folders, files = self.listdir(folder)
        except FileNotFoundError:  # nothing was kept yet
            return
        yield from (f"{folder}/{name}".lstrip("/") for name in files if not name.endswith(".part"))
        for name in folders:
            yield from self.names(f"{folder}/{name}".lstrip("/"))


class DurableFiles(SealedStorage, FileSystemStorage):
    """Files of this machine that are whole on the disk, name and content, before anybody is told they are kept."""

    def _save(self, name: str, content: Any) -> str:
        plain = _content(content)
        while True:
            try:
                sealed = sealing.seal_file(plain, clean(name))
                write_whole(Path(self.path(name)), sealed, replace=False)
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return clean(name)

    def put(self, name: str, sealed: bytes) -> None:
        write_whole(Path(self.path(name)), sealed)

    def url(self, name: str | None) -> str:
        raise NoPublicAddress(name)


def clean(name: str) -> str:
    """The name a file is bound to, as rows keep it."""
    return str(PurePosixPath(name.replace("\\", "/")))


def _content(file: Any) -> bytes:
    file.seek(0)
    return b"".join(chunk.encode() if isinstance(chunk, str) else chunk for chunk in file.chunks())


class PrivateObjects(SealedStorage, S3Storage):
    """Objects of one bucket, by path and not by host name, private, never overwritten, without an address.

    Checksums that only newer stores understand are left out unless the store asks for them.
    """

    def __init__(self, **options: Any) -> None:
        own = {
            "default_acl": None,  # the bucket is private; many stores know no other
            "file_overwrite": False,
            "max_memory_size": 8 * 1024 * 1024,
            "transfer_config": TransferConfig(multipart_threshold=WHOLE_UP_TO, use_threads=False),
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3},
            ),
        }
        super().__init__(**(own | options))

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        raise NoPublicAddress(name)

    def _save(self, name: str, content: Any) -> str:
        sealed = sealing.seal_file(_content(content), clean(name))
        return str(super()._save(name, ContentFile(sealed)))

    def put(self, name: str, sealed: bytes) -> None:
        self.bucket.Object(name).put(Body=sealed)
