"""Fetches a file from a host that is on a list: over https, from a public address, and no more than was agreed.

Knows no app. Texts are Dutch: they are read by whoever asked for the file.
"""

import socket
import ssl
from collections.abc import Collection
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from pathlib import Path, PurePosixPath
from time import monotonic
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

MOST_BYTES = 100_000_000
MOST_SECONDS = 300
SECONDS_OF_SILENCE = 20
MOST_REDIRECTS = 5
PIECE = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)


class FetchError(Exception):
    """The file was not fetched; the message says in a sentence or two why, and how to go on."""


@dataclass(frozen=True)
class Hosts:
    """Which hosts may be asked, by their whole names. Only those `inside` may have an address in the own network."""

    allowed: Collection[str]
    inside: Collection[str] = ()


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched: where it lies, and the fingerprint of what is in it."""

    path: Path
    sha256: str


def fetch(address: str, folder: Path, hosts: Hosts) -> Fetched:
    """Fetch the file at this address into a folder, under the name that stands in the address.

    Whatever the host says of its length and kind: the file is cut off by nobody unnoticed, and never too large.
    """
    end = monotonic() + MOST_SECONDS
    for _redirect in range(MOST_REDIRECTS + 1):
        wanted = checked(address, hosts)
        with asked(wanted, hosts) as answer:
            if answer.status not in REDIRECTS:
                return stored(answer, wanted, folder, end)
            address = urljoin(address, answer.headers.get("Location", ""))
    raise FetchError(_("%(host)s stuurt steeds door naar een ander adres.") % {"host": wanted.hostname})


def checked(address: str, hosts: Hosts) -> SplitResult:
    """The address in parts, if it may be asked at all."""
    try:
        parts = urlsplit(address)
        name = host_of(parts)
    except ValueError as error:
        raise FetchError(_("Dit is geen webadres.")) from error
    if parts.scheme != "https" or not parts.hostname:
        raise FetchError(_("Geef een adres dat begint met https://."))
    if parts.username is not None or name not in hosts.allowed:
        sentence = _("Van %(host)s halen wij geen bestanden op. Dat kan alleen van: %(hosts)s.")
        raise FetchError(sentence % {"host": parts.hostname, "hosts": ", ".join(hosts.allowed)})
    if not address.isascii() or not address.isprintable() or " " in address:
        raise FetchError(_("In het adres staan tekens die er niet in horen. Kopieer het adres uit uw browser."))
    return parts


def host_of(parts: SplitResult) -> str:
    """The host as a list names it, with its port where that is another than usual."""
    port = parts.port
    return f"{parts.hostname}:{port}" if port not in (None, 443) else parts.hostname


def name_in(address: str) -> str:
    """The name of the file in an address; "bestand.csv" where there is none."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    return get_valid_filename(name)[-150:] if name.strip(". ") else "bestand.csv"


def is_outside(number: str) -> bool:
    """Whether an IP address is of the internet, and not of this machine or the network it stands in."""
    address = ip_address(number)
    if isinstance(address, IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        return address.is_global and not address.is_multicast and (within is None or is_outside(str(within)))
    return address.is_global and not address.is_multicast


def resolved(parts: SplitResult, hosts: Hosts) -> str:
    """An IP address of the host. The connection is made to this very one, so that a second answer cannot differ."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise unreachable(parts) from error
    numbers = [each[4][0] for each in found]
    if host_of(parts) not in hosts.inside and not all(map(is_outside, numbers)):
        sentence = _("%(host)s heeft een adres binnen een eigen netwerk. Daar halen wij niets op.")
        raise FetchError(sentence % {"host": parts.hostname})
    return numbers[0]


def unreachable(parts: SplitResult) -> FetchError:
    return FetchError(
        _(
            "%(host)s is vanaf deze server niet te bereiken. Probeer het later opnieuw, of download het bestand zelf "
            "en kies het hier."
        )
        % {"host": parts.hostname}
    )


class ConnectionTo(HTTPSConnection):
    """A connection to one IP address, that has to prove to be the host."""

    def __init__(self, number: str, parts: SplitResult):
        context = ssl.create_default_context()
        super().__init__(parts.hostname, parts.port, timeout=SECONDS_OF_SILENCE, context=context)
        self.number, self.proof = number, context

    def connect(self):
        plain = socket.create_connection((self.number, self.port), self.timeout)
        self.sock = self.proof.wrap_socket(plain, server_hostname=self.host)


@contextmanager
def asked(parts: SplitResult, hosts: Hosts):
    """The answer of the host, while it is read."""
    connection = ConnectionTo(resolved(parts, hosts), parts)
    try:
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("GET", target, headers={"Accept-Encoding": "identity", "User-Agent": "Profielwijzer"})
        yield connection.getresponse()
    except ssl.SSLError as error:
        sentence = _("%(host)s kan niet aantonen dat het %(host)s is, dus er is niets opgehaald.")
        raise FetchError(sentence % {"host": parts.hostname}) from error
    except (OSError, HTTPException) as error:
        raise unreachable(parts) from error
    finally:
        connection.close()


def stored(answer: HTTPResponse, parts: SplitResult, folder: Path, end: float) -> Fetched:
    check_answer(answer, parts)
    path = folder / name_in(parts.geturl())
    folder.mkdir(parents=True, exist_ok=True)
    seen, size = sha256(), 0
    with path.open("wb") as file:
        while piece := answer.read1(PIECE):  # not read(), which waits until it has a whole piece
            size += len(piece)
            check_measure(size, end)
            seen.update(piece)
            file.write(piece)
    check_whole(size, answer, path)
    return Fetched(path, seen.hexdigest())


def check_answer(answer: HTTPResponse, parts: SplitResult):
    if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise FetchError(_("Op dit adres staat geen bestand (meer). Kijk het adres na bij DUO."))
    if answer.status != HTTPStatus.OK or answer.headers.get("Content-Encoding", "identity") != "identity":
        sentence = _("%(host)s gaf het bestand niet (antwoord %(status)s). Probeer het later opnieuw.")
        raise FetchError(sentence % {"host": parts.hostname, "status": answer.status})
    check_measure(announced(answer) or 0, monotonic() + 1)


def announced(answer: HTTPResponse) -> int | None:
    """How many bytes the host says it will send, where it says so."""
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def check_measure(size: int, end: float):
    if size > MOST_BYTES:
        raise FetchError(_("Het bestand op dit adres is groter dan 100 MB."))
    if monotonic() > end:
        raise FetchError(_("Het ophalen duurde langer dan vijf minuten en is gestopt. Probeer het later opnieuw."))


def check_whole(size: int, answer: HTTPResponse, path: Path):
    if announced(answer) not in (None, size):
        raise FetchError(_("Het bestand kwam niet heel aan. Probeer het opnieuw."))
    with path.open("rb") as file:
        start = file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise FetchError(_("Op dit adres staat een webpagina en geen bestand. Kopieer het adres van het bestand zelf."))
