"""Files that the site fetches itself: from which hosts, from which addresses, how much, and what then happens."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from django.core.management import CommandError, call_command

from portal import fetching
from portal.fetching import FetchError, Hosts, checked, fetch, is_outside, name_in
from schools.models import DuoFile, ImportRun, SchoolLocation

from . import duo

NAME = "02.-alle-vestigingen-vo.csv"


class Duo(BaseHTTPRequestHandler):
    """What a host answers, by the address."""

    content = duo.LOCATIONS.read_bytes()
    asked = []

    def do_GET(self):
        self.asked.append(self.path)
        kind = self.path.split("/")[1]
        if kind == "gone":
            return self.send_error(404)
        if kind == "elsewhere":
            return self.lead_to("https://example.org/secret.csv")
        if kind == "round":
            return self.lead_to("/round/")
        if kind == "moved":
            return self.lead_to(f"/files/{NAME}")
        return self.give(b"<!DOCTYPE html><p>Inloggen" if kind == "page" else self.content, kind)

    def lead_to(self, address):
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def give(self, content, kind):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-msdownload")
        if kind != "unmeasured":
            self.send_header("Content-Length", str(len(content) + (1 if kind == "cut" else 0)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *given):
        pass


@pytest.fixture(scope="module")
def proof(tmp_path_factory):
    """A certificate for localhost, made for these tests."""
    folder = tmp_path_factory.mktemp("proof")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.fixture(scope="module")
def server(proof):
    """A real host behind https; gives its name with its port."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*proof)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Duo)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def host(server, proof, monkeypatch):
    """The same, with its certificate known on this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(proof[0]))
    return server


def inside(host):
    return Hosts([host], inside=[host])


# Which addresses


@pytest.mark.one_database
@pytest.mark.parametrize(
    "address",
    [
        "http://duo.nl/a.csv",
        "ftp://duo.nl/a.csv",
        "//duo.nl/a.csv",
        "https:///a.csv",
        "https://duo.nl:8443/a.csv",
        "https://duo.nl:poort/a.csv",
        "https://user:word@duo.nl/a.csv",
        "https://duo.nl.example.org/a.csv",
        "https://www.duo.nl.",
        "https://example.org/?duo.nl",
        "https://duo.nl/a b.csv",
        "https://[::1]/a.csv",
    ],
)
def test_only_https_at_a_host_that_is_named_in_full_is_asked(address):
    with pytest.raises(FetchError):
        checked(address, Hosts(["duo.nl"]))


@pytest.mark.one_database
def test_the_address_of_a_listed_host_is_taken_and_names_its_file():
    address = f"https://duo.nl/open_onderwijsdata/images/{NAME}?v=2"

    assert checked(address, Hosts(["duo.nl"])).hostname == "duo.nl"
    assert name_in(address) == NAME
    assert name_in("https://duo.nl/") == "bestand.csv"
    assert "/" not in name_in("https://duo.nl/..%2F..%2Fetc%2Fpasswd")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]  # noqa: S104
    + ["224.0.0.1", "::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "2002:7f00:1::", "ff02::1"],
)
def test_an_address_of_this_machine_or_its_network_is_not_of_the_internet(number):
    assert not is_outside(number)
    assert is_outside("8.8.8.8") and is_outside("2001:4860:4860::8888")


# What a host answers


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["files", "moved", "unmeasured"])
def test_a_file_is_fetched_whole_whatever_the_host_calls_it(host, tmp_path, kind):
    fetched = fetch(f"https://{host}/{kind}/{NAME}", tmp_path / "new", inside(host))

    assert fetched.path == tmp_path / "new" / NAME
    assert fetched.path.read_bytes() == Duo.content


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("gone", "staat geen bestand"),
        ("elsewhere", "Van example.org halen wij geen bestanden op"),
        ("round", "stuurt steeds door"),
        ("page", "staat een webpagina"),
        ("cut", "kwam niet heel aan"),
    ],
)
def test_what_is_no_whole_file_of_this_host_is_refused(host, tmp_path, kind, said):
    with pytest.raises(FetchError, match=said):
        fetch(f"https://{host}/{kind}/", tmp_path, inside(host))


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["files", "unmeasured"])
def test_a_file_that_is_too_large_is_left(host, tmp_path, kind, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)

    with pytest.raises(FetchError, match="groter dan"):
        fetch(f"https://{host}/{kind}/{NAME}", tmp_path, inside(host))


@pytest.mark.one_database
def test_a_listed_host_within_the_own_network_is_asked_only_when_that_was_set(host, tmp_path):
    asked = len(Duo.asked)

    with pytest.raises(FetchError, match="binnen een eigen netwerk"):
        fetch(f"https://{host}/files/{NAME}", tmp_path, Hosts([host]))
    assert len(Duo.asked) == asked


@pytest.mark.one_database
def test_a_host_that_cannot_prove_who_it_is_or_is_away_gives_nothing(server, tmp_path):
    with pytest.raises(FetchError, match="kan niet aantonen"):
        fetch(f"https://{server}/files/{NAME}", tmp_path, inside(server))
    with pytest.raises(FetchError, match="niet te bereiken"):
        fetch("https://localhost:1/a.csv", tmp_path, inside("localhost:1"))


# The command for every month


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    with duo.imported(django_db_blocker):
        yield


@pytest.fixture
def address(imported_once, db, host, settings):
    settings.DUO_HOSTS = settings.DUO_HOSTS_INSIDE = [host]
    return f"https://{host}/files/{NAME}"


def fetch_duo(address, *options):
    printed = StringIO()
    call_command("fetch_duo", address, *options, stdout=printed)
    return printed.getvalue()


def test_the_file_of_this_month_is_applied_and_a_second_time_nothing_happens(address, monkeypatch):
    monkeypatch.setattr(Duo, "content", Duo.content.replace(b";Haven", b";Kade", 1) + b"\r\n")

    assert f"{NAME} is toegepast" in fetch_duo(address)
    run = ImportRun.objects.first()
    assert run.address == address
    before = duo.everything()

    assert "is al ingelezen op" in fetch_duo(address)
    assert duo.everything() == before
    assert DuoFile.objects.count() == 1


def test_a_file_that_would_lose_too_much_is_refused_by_name_and_waits_for_the_region(address, monkeypatch):
    monkeypatch.setattr(Duo, "content", b"\r\n".join(Duo.content.splitlines()[:5]) + b"\r\n")
    before = duo.everything()
    printed = StringIO()

    with pytest.raises(CommandError, match="meer dan 10 procent.* wacht in het beheer"):
        call_command("fetch_duo", address, stdout=printed)

    assert duo.everything() == before
    [file] = DuoFile.objects.all()
    assert (file.state, file.author) == ("previewed", None)
    assert all(name in printed.getvalue() for name in file.preview["losses"][0]["gone"])
    assert SchoolLocation.objects.filter(active=True).count() > 4


def test_a_host_that_is_not_listed_is_not_asked_by_the_command_either(db):
    with pytest.raises(CommandError, match="Van example.org halen wij geen bestanden op"):
        fetch_duo("https://example.org/a.csv")
