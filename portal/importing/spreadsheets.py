"""Excel workbooks as lines of cells. What they declare is looked at first; then a process of its own reads them.

A workbook of one kilobyte can ask for more memory than there is, and such an end cannot be caught: only the other
process dies of it.
"""

import io
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from .faults import TableError
from .lines import BadCell, Lines, MergedCell, titles_of

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 100_000_000
MOST_MEMBERS = 200
MOST_RATIO = 100
SECONDS = 60
TURN = Lock()
"""One workbook at a time in every serving process, however many staff send one."""
READER = Path(__file__).with_name("spreadsheet_process.py")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name under which Excel keeps a workbook with a password, in the format of its old files."""


def is_spreadsheet(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def spreadsheet_lines(content: bytes, name: str) -> Lines:
    """The rows of the first sheet that is not hidden. TableError says why a file is refused."""
    check_sort(content, name)
    check_size(content, name)
    check_parts(content, name)
    rows = cells_in(content, name)
    _number, header = next(rows, (0, []))
    if not header:
        raise TableError(_("%(file)s is leeg.") % {"file": name})
    titles = titles_of(header)
    while titles and not titles[-1]:
        titles.pop()
    return Lines(titles, ((number, fitted(cells, len(titles))) for number, cells in rows))


def fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as there are titles: a sheet is as wide as its widest row, and notes may stand beside the table."""
    return [*cells[:width], *[""] * (width - len(cells))] if not any(cells[width:]) else cells


def check_sort(content: bytes, name: str):
    if content.startswith(OLE) and ENCRYPTED in content:
        raise refusal(
            _("%(file)s is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."), name
        )
    if content.startswith(OLE):
        raise refusal(_("%(file)s is een oud Excel-bestand (.xls). Bewaar het als Excel-werkmap (.xlsx)."), name)


def refusal(sentence: str, name: str) -> TableError:
    return TableError(sentence % {"file": name})


def check_size(content: bytes, name: str):
    """Refuse what is no plain workbook, or would be very large once unpacked, before any of it is unpacked."""
    try:
        members = ZipFile(io.BytesIO(content)).infolist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise broken(name) from error
    names = {member.filename for member in members}
    check_members(names, name)
    if len(names) < len(members):
        raise broken(name)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS or unpacked > MOST_RATIO * len(content):
        raise refusal(
            _("%(file)s wordt te groot als het wordt uitgepakt. Bewaar alleen de lijst in een nieuw bestand."), name
        )
    if any(is_encrypted(member) for member in members):
        raise refusal(
            _("%(file)s is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."), name
        )


def broken(name: str) -> TableError:
    return refusal(_("%(file)s is beschadigd of afgebroken. Bewaar het opnieuw."), name)


def check_parts(content: bytes, name: str):
    """Refuse what was not packed like this: who reads the values passes over a checksum that is wrong."""
    try:
        damaged = ZipFile(io.BytesIO(content)).testzip()
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError, RuntimeError, zlib.error) as error:
        raise broken(name) from error
    if damaged:
        raise broken(name)


def is_encrypted(member: ZipInfo) -> bool:
    return bool(member.flag_bits & 1)


def check_members(names: set[str], name: str):
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise refusal(_("%(file)s bevat macro's. Bewaar het als gewone Excel-werkmap (.xlsx)."), name)
    if not names >= {"[Content_Types].xml", "xl/workbook.xml"}:
        raise refusal(_("%(file)s is geen Excel-werkmap. Bewaar de lijst als .xlsx of als csv."), name)


def cells_in(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row that is not empty, as the other process writes them down."""
    with TemporaryFile() as given, TemporaryFile() as written:
        given.write(content)
        given.seek(0)
        with TURN:
            read_apart(given, written, name)
        written.seek(0)
        for line in written:
            number, cells = json.loads(line)
            yield number, [cell_of(**cell) if isinstance(cell, dict) else cell for cell in cells]


def cell_of(bad: str = "", merged: bool = False) -> BadCell:
    return MergedCell() if merged else BadCell(bad)


def read_apart(given: IO[bytes], written: IO[bytes], name: str):
    """Let a process with little memory and time read; it ends with 0 only when it wrote down all rows."""
    command = [sys.executable, "-I", str(READER)]
    streams = {"stdin": given, "stdout": written, "stderr": subprocess.DEVNULL}
    try:
        ended = subprocess.run(command, **streams, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise refused_by_process(name) from error
    if ended.returncode:
        raise refused_by_process(name)


def refused_by_process(name: str) -> TableError:
    return refusal(
        _(
            "%(file)s is geweigerd: het is beschadigd, of het blad is veel groter dan de lijst. "
            "Kopieer de lijst naar een nieuw bestand en probeer het opnieuw."
        ),
        name,
    )
