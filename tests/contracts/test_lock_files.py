"""The lock files say what and not from where, hold a hash for every package, and are in step with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-installer.txt"]
PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>(?:.*\n?)(?:^[ ]+.*\n?)*)", re.MULTILINE
)


def pinned(lock: str) -> dict[str, tuple[str, str]]:
    """Each package's version and the lines that follow it: hashes and what it came in for."""
    text = (ROOT / lock).read_text()
    return {match["name"]: (match["version"], match["rest"]) for match in PINNED.finditer(text)}


def declared(lock: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    if lock == "requirements-installer.txt":
        return [Requirement(line) for line in groups["installer"]]
    lines = list(project["project"]["dependencies"])
    if lock == "requirements-dev.txt":
        lines += groups["dev"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_place_to_get_packages_from(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert re.findall(r".*:/{2}.*", text) == []
    assert re.findall(r"^\s*-(?!-hash=sha256:).*", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    packages = pinned(lock)
    assert len(packages) == (ROOT / lock).read_text().count("==") - conditions(lock)
    assert [name for name, (_, rest) in packages.items() if "--hash=sha256:" not in rest] == []


def conditions(lock: str) -> int:
    """How often == stands in an environment marker rather than in a pin."""
    return sum(line.partition(";")[2].count("==") for line in (ROOT / lock).read_text().splitlines())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_what_pyproject_asks_for(lock: str) -> None:
    packages = pinned(lock)
    for requirement in declared(lock):
        version, _ = packages[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(Version(version), prereleases=True), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_nothing_pyproject_no_longer_asks_for(lock: str) -> None:
    direct = {name for name, (_, rest) in pinned(lock).items() if "zuzhi (pyproject.toml" in rest}
    assert direct == {canonicalize_name(requirement.name) for requirement in declared(lock)}


def test_both_lock_files_agree() -> None:
    development = {name: version for name, (version, _) in pinned("requirements-dev.txt").items()}
    assert {
        name: version for name, (version, _) in pinned("requirements.txt").items()
    }.items() <= development.items()
