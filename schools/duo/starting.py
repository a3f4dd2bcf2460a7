"""Starts the process that works on a file, and knows whether it still does."""

import os
import subprocess
import sys
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import DuoFile
from .turn import BusyError, is_taken, take_turn


def start(file: DuoFile, state: DuoFile.State, *options: str) -> bool:
    """Begin to read or apply a file, as soon as this is stored; whether there was something to begin.

    `options` are those of the command work_on_duo_file.
    """
    with transaction.atomic():
        began = file.begin(state)
        if began:
            transaction.on_commit(partial(launch, file, *options))
    return began


def launch(file: DuoFile, *options: str):
    """Hand the turn over to a process of its own, which outlives the request and the server's worker."""
    try:
        turn = take_turn()
    except BusyError:
        file.move(DuoFile.IN_WORK, state=DuoFile.State.STOPPED, message=busy())
        return
    try:
        DuoFile.objects.exclude(pk=file.pk).end_those_left()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_on_duo_file", str(file.pk)]
        subprocess.Popen(  # noqa: S603
            [*command, "--turn", str(turn), *options],
            cwd=settings.BASE_DIR,
            pass_fds=[turn],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    finally:
        os.close(turn)


def busy() -> str:
    return _("Er wordt al een ander bestand gelezen. Wacht tot dat klaar is en probeer het dan opnieuw.")


def seen_now(file: DuoFile) -> DuoFile:
    """The file as it is now: one in work of which no process is left was interrupted."""
    if file.is_in_work and not is_taken():
        file.refresh_from_db()  # it may have come to its end between our looking at the one and at the other
        file.move(DuoFile.IN_WORK, state=DuoFile.State.STOPPED)
    return file
