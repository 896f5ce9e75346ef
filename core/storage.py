"""The two storage backends of kept files, in the file system or in an S3-compatible store. Only our own views serve them."""

from pathlib import Path
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

from core.durable import write_whole

WHOLE_UP_TO = 64 * 1024 * 1024
"""Files up to this size go in one piece: every store can do that."""


class NoPublicAddress(NotImplementedError):
    """Files have no address of their own: each is handed out by a door that asks Reach."""


class DurableFiles(FileSystemStorage):
    """Files of this machine that are whole on the disk, name and content, before anybody is told they are kept."""

    def _save(self, name: str, content: Any) -> str:
        while True:
            try:
                content.seek(0)
                write_whole(
                    Path(self.path(name)), (_bytes(chunk) for chunk in content.chunks()), replace=False
                )
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return str(Path(self.path(name)).relative_to(self.location)).replace("\\", "/")

    def replace(self, name: str, content: bytes) -> None:
        """Keep this under that name in place of what stood there."""
        write_whole(Path(self.path(name)), content)

    def url(self, name: str | None) -> str:
        raise NoPublicAddress(name)


def _bytes(chunk: bytes | str) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk


class PrivateObjects(S3Storage):
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

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise NoPublicAddress(name)

    def replace(self, name: str, content: bytes) -> None:
        """Keep this under that name in place of what stood there."""
        self.bucket.Object(name).put(Body=content)
