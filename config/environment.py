"""Reads environment variables; a secret may come as NAME or as a file named by NAME_FILE."""

import os
from pathlib import Path

import environ

SECRETS = (
    "SECRET_KEY",
    "DATA_KEY",
    "PREVIOUS_DATA_KEY",
    "AUDIT_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "MEDIA_S3_KEY",
    "MEDIA_S3_SECRET",
)


def read_env() -> environ.Env:
    """The process environment, with every NAME_FILE of a secret replaced by that file's content.

    Raises FileNotFoundError when a named file is missing: better no start than a wrong secret.
    """
    for name in SECRETS:
        if file := os.environ.get(f"{name}_FILE"):
            os.environ[name] = Path(file).read_text(encoding="utf-8").strip()
    return environ.Env()


env = read_env()
