"""The command vendor: compares the third-party static files with vendor.toml, or fetches them again.

Checking needs nothing but the files. Updating asks `npm pack` for each package at the version written in
vendor.toml; change the version (and the directory) there first.
"""

import hashlib
import re
import subprocess
import tarfile
import tempfile
import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LIST = Path("static/vendor/vendor.toml")
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")

File = dict[str, Any]


class Command(BaseCommand):
    help = "Compare the vendored files with vendor.toml (--check), or fetch them again (--update)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--check", action="store_true")
        way.add_argument("--update", action="store_true")

    def handle(self, *, check: bool, update: bool, **options: object) -> None:
        root = Path(settings.BASE_DIR)
        files = vendored(root)
        if update:
            fetch(root, files)
        elif found := differences(root, files):
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(files)} vendored files {'fetched' if update else 'as listed'}")


def vendored(root: Path) -> list[File]:
    """Every file of vendor.toml with its package's name, version and licence."""
    packages = tomllib.loads((root / LIST).read_text(encoding="utf-8"))["package"]
    return [{**package, **file} for package in packages for file in package["files"]]


def differences(root: Path, files: list[File]) -> list[str]:
    """What is missing, changed, or lies beside the listed files without being listed."""
    found = []
    for file in files:
        target = root / file["target"]
        if not target.exists():
            found.append(f"{file['target']}: missing")
        elif digest(target.read_bytes()) != file["sha256"]:
            found.append(f"{file['target']}: changed")
    listed = {root / file["target"] for file in files} | {root / LIST}
    for directory in (root / LIST).parent, root / "tests/browser/vendor":
        found += [
            f"{path.relative_to(root)}: not listed"
            for path in directory.rglob("*")
            if path.is_file() and path not in listed
        ]
    return found


def fetch(root: Path, files: list[File]) -> None:
    """Take each file out of its package and write its digest into vendor.toml."""
    text = (root / LIST).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as directory:
        packed: dict[str, Path] = {}
        for file in files:
            if "path" not in file:
                continue  # a licence the package does not carry, kept by hand
            name = f"{file['name']}@{file['version']}"
            if name not in packed:
                answer = subprocess.run(
                    ["npm", "pack", "--silent", name], cwd=directory, check=True, capture_output=True
                )
                packed[name] = Path(directory) / answer.stdout.decode().split()[-1]
            with tarfile.open(packed[name]) as archive:
                member = archive.extractfile(f"package/{file['path']}")
                assert member is not None, file["path"]
                content = member.read()
            if file.get("strip") == "source-map":
                content = SOURCE_MAP.sub(b"\n", content)
            target = root / file["target"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            text = text.replace(file["sha256"], digest(content))
    (root / LIST).write_text(text, encoding="utf-8")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
