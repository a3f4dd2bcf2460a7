"""The work on a file of DUO, in a process of its own: fetch it, judge it, and apply it as it was judged."""

import time
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from portal.fetching import FetchError, Hosts, fetch
from portal.importing import TableError

from ..importers.choosing import import_file, series_of
from ..importers.running import Options, Outcome
from ..models import DuoFile, ImportRun, VmboProfile
from ..recalculation import OutdatedError
from .judging import fingerprint, told

SECONDS_BETWEEN_SIGNS = 1
State = DuoFile.State


class TrialOverError(Exception):
    """Everything is known that a preview shows, so that the import has to be undone."""

    def __init__(self, outcome: Outcome, found: dict):
        self.outcome, self.found = outcome, found
        super().__init__()


class SeenOtherwiseError(Exception):
    """The import would do something else than what was judged. Nothing was written."""


class ClosedError(Exception):
    """Somebody applied or closed the file meanwhile. Nothing was written."""


def work(file: DuoFile, allow_loss: bool = False, author=None):
    """Read or apply a file, by its state. Whatever comes of it is kept with the file."""
    try:
        read(file) if file.state == State.READING else apply(file, allow_loss, author)
    except (TableError, FetchError) as error:
        file.move(DuoFile.IN_WORK, state=State.REFUSED, message=str(error))
    except OutdatedError:
        message = _("Collega's wijzigden steeds tegelijk de gegevens. Probeer het opnieuw.")
        file.move(DuoFile.IN_WORK, state=State.STOPPED, message=message)


def read(file: DuoFile, message: str = ""):
    """Judge the file: import it, take down what that changes, and undo it."""
    get(file)
    if not VmboProfile.objects.exists():
        raise TableError(_("De database is nog leeg; vul haar eerst met het commando fill."))
    options = Options(allow_loss=True, progress=Signs(file), judge=judge)
    try:
        import_file(file.path, file.series, given_with(file), options)
    except TrialOverError as trial:
        day = trial.outcome.run.reference_date
        about = {"preview": trial.found, "reference_date": day, "message": message}
        file.move(DuoFile.IN_WORK, state=State.PREVIEWED, **about)


def judge(outcome: Outcome):
    raise TrialOverError(outcome, told(outcome))


def get(file: DuoFile):
    """Fetch the file where it is not here yet, and see what it is."""
    if not file.file_name:
        fetched = fetch(file.address, file.folder, Hosts(settings.DUO_HOSTS, settings.DUO_HOSTS_INSIDE))
        file.move(DuoFile.IN_WORK, file_name=fetched.path.name)
    found = series_of(file.path)
    if file.series and file.series != found:
        sentence = _("Dit lijkt een bestand met %(found)s, en u koos %(chosen)s.")
        labels = {"found": found.label, "chosen": file.get_series_display()}
        raise TableError(sentence % labels)
    file.move(DuoFile.IN_WORK, series=found, sha256=sha256_of(file.path))


def sha256_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def given_with(file: DuoFile) -> dict:
    return {"reference_date": file.reference_date, "school_year": file.school_year}


def apply(file: DuoFile, allow_loss: bool, author):
    """Import the file if that still does what was judged; else judge it anew, and say so."""
    confirm = partial(keep_outcome, file)
    options = Options(allow_loss=allow_loss, author=author, address=file.address, progress=Signs(file), judge=confirm)
    try:
        import_file(file.path, file.series, given_with(file), options)
    except SeenOtherwiseError:
        read(file, _("De gegevens zijn intussen veranderd. Er is niets toegepast. Kijk het opnieuw na."))
    except ClosedError:
        return
    if file.state == State.APPLIED:
        file.throw_away()


def keep_outcome(file: DuoFile, outcome: Outcome):
    """Within the transaction of the change: twice at the same time is once."""
    if fingerprint(outcome) != file.preview["fingerprint"]:
        raise SeenOtherwiseError
    if not file.move([State.APPLYING], state=State.APPLIED, run=outcome.run):
        raise ClosedError


class Signs:
    """Writes down now and then how far the reading is."""

    def __init__(self, file: DuoFile):
        self.file, self.last = file, 0.0

    def __call__(self, done: int, total: int):
        if time.monotonic() - self.last > SECONDS_BETWEEN_SIGNS or done == total:
            self.last = time.monotonic()
            DuoFile.objects.filter(pk=self.file.pk).update(done=done, total=total)


def last_applied(file: DuoFile) -> ImportRun | None:
    """The run that read this very file, if nothing newer of its kind was read since."""
    runs = ImportRun.objects.filter(series=file.series)
    same = runs.filter(sha256=file.sha256).first()
    if same is None:
        return None
    counts = file.series in (ImportRun.Series.EXAMS, ImportRun.Series.PUPILS)
    newest = runs.filter(reference_date=same.reference_date).first() if counts else runs.first()
    return same if newest == same else None
