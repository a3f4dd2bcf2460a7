"""One file of DUO at a time: a lock that ends with its process, however that ends."""

import fcntl
import os
import time
from contextlib import contextmanager, suppress

from django.conf import settings

TRIES, BETWEEN_TRIES = 20, 0.05
"""A page that looks whether somebody works has the lock for a moment."""


class BusyError(Exception):
    """Another file is being read."""


def opened() -> int:
    settings.DUO_DIR.mkdir(parents=True, exist_ok=True)
    return os.open(settings.DUO_DIR / "turn", os.O_RDWR | os.O_CREAT, 0o600)


def take_turn() -> int:
    """The turn, as an open file that can be handed on to a process. It ends when all who have it close it or die."""
    turn = opened()
    for _try in range(TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return turn
        time.sleep(BETWEEN_TRIES)
    os.close(turn)
    raise BusyError


@contextmanager
def own_turn():
    """The turn for as long as this process does something."""
    turn = take_turn()
    try:
        yield
    finally:
        os.close(turn)


def is_taken() -> bool:
    """Whether a process is at work."""
    turn = opened()
    try:
        fcntl.flock(turn, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(turn)
    return False
