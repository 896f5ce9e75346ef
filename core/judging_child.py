"""The child of core.judging: reads one question and the file from standard input, judges within limits, writes one answer.

It is started as a program and imports what the question needs, never Django's settings.
"""

import gc
import os
import pickle
import resource
import sys
from importlib import import_module

MOST_MEMORY = 1024**3
MOST_PROCESSOR_SECONDS = 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_PROCESSOR_SECONDS, MOST_PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # it lives for one file
    from core.errors import Refusal

    verdict, facts = pickle.load(sys.stdin.buffer)
    content = sys.stdin.buffer.read()
    module, _, name = verdict.partition(":")
    try:
        answer = getattr(import_module(module), name)(content, *facts)
    except Refusal as refused:
        answer = refused.with_traceback(None)
        answer.__cause__ = answer.__context__ = None
    pickler = pickle.Pickler(sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # no value in an answer stands in two places
    pickler.dump(answer)
    sys.stdout.flush()
    os._exit(0)  # taking half a million cells apart, one by one, would serve nobody


if __name__ == "__main__":
    main()
