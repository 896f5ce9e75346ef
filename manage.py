#!/usr/bin/env python
"""Django's command line: `manage.py <command>`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from core.faults import words_for_operator

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        if "--traceback" in sys.argv or not (words := words_for_operator(error)):
            raise
        sys.exit(words)


if __name__ == "__main__":
    main()
