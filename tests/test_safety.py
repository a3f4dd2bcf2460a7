"""What must hold when things go wrong or somebody means harm, tried on the site in a process of its own."""

import json
import os
import socket
import subprocess
import sys

import pytest

from .conftest import ROOT, wait_for
from .markup import parse
from .serving import ask_process

pytestmark = pytest.mark.one_database

POSTCODE = "3011ZZ"
AWAY = {
    "the file is not there": "sqlite:////nowhere/at/all.sqlite3",
    "the server does not answer": "postgres://somebody@127.0.0.1:1/nothing",
}


# The database is away


@pytest.fixture(scope="module", params=AWAY, ids=list(AWAY))
def without_database(request, site):
    addresses = ("/", "/scholen/?near=" + POSTCODE, "/scholen/00BD00/", "/api/v1/locations", "/nergens/")
    return ask_process(site, *addresses, DATABASE_URL=AWAY[request.param])


def test_without_a_database_every_page_says_to_come_back(without_database):
    for answer in without_database.answers[:3]:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert parse(answer.body).one("h1").text == "We zijn er zo weer"
        assert "Content-Security-Policy" in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_without_a_database_open_data_says_so_as_data(without_database):
    answer = without_database.answers[3]

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.body)["status"] == 503


def test_without_a_database_what_does_not_exist_still_does_not(without_database):
    assert without_database.answers[4].status == 404


def test_without_a_database_the_log_says_why_in_a_line_and_not_who_asked(without_database):
    assert without_database.log.count("The database does not answer") == 4
    assert "Traceback" not in without_database.log
    assert POSTCODE not in without_database.log


def test_a_file_that_is_no_database_is_told_calmly(site, tmp_path):
    broken = tmp_path / "broken.sqlite3"
    broken.write_text("this is a letter and not a database " * 100)

    [answer] = ask_process(site, "/scholen/", DATABASE_URL=f"sqlite:///{broken}").answers

    assert (answer.status, parse(answer.body).one("h1").text) == (500, "Er ging iets mis bij ons")


# The log


def test_no_postcode_reaches_the_log_of_a_page(site):
    process = ask_process(
        site,
        f"/scholen/?near={POSTCODE}",
        f"/scholen/?near={POSTCODE}&page=99",
        f"/scholen/?near={POSTCODE}&radius=abc",
        f"/scholen/99ZZ99/?near={POSTCODE}",
        f"/scholen?near={POSTCODE}",
        f"/nergens/?near={POSTCODE}",
        f"/api/v1/locations?near={POSTCODE}&radius=abc",
        f"/api/v1/nothing?near={POSTCODE}",
    )

    assert [answer.status for answer in process.answers] == [200, 404, 200, 404, 301, 404, 400, 404]
    assert "Not Found: /nergens/" in process.log
    assert POSTCODE not in process.log


def test_no_postcode_reaches_the_log_when_a_page_fails(site, tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    asked = f"/scholen/?near={POSTCODE}"

    failed = ask_process(site, asked, DATABASE_URL=empty)
    foreign = ask_process(site, asked, headers={"HTTP_HOST": "evil.example"})

    assert [failed.answers[0].status, foreign.answers[0].status] == [503, 400]
    assert "Invalid HTTP_HOST header" in foreign.log
    assert POSTCODE not in failed.log + foreign.log


def test_the_server_keeps_no_list_of_what_was_asked(site, tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    log = tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "--no-control-socket"]
    with log.open("w") as file:
        server = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=file, stderr=file)
        try:
            wait_for(port)
            for address in (f"/scholen/?near={POSTCODE}", f"/nergens/?near={POSTCODE}"):
                ask_server(port, address)
        finally:
            server.terminate()
            server.wait()

    assert "Listening at" in log.read_text()
    assert POSTCODE not in log.read_text()


def ask_server(port, address):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {address} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert connection.makefile().readline().startswith("HTTP/1.")


# A public address


@pytest.fixture(scope="module")
def public(site):
    """The site as it answers behind a proxy with https."""
    secure = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "profielwijzer.example"}
    return ask_process(
        site,
        "/",
        "/beheer/account/login/",
        headers=secure,
        SITE_URL="https://profielwijzer.example",
        ALLOWED_HOSTS="profielwijzer.example",
    ).answers


def test_a_public_site_asks_browsers_to_stay_with_https(public):
    for answer in public:
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000; includeSubDomains")


def test_cookies_of_colleagues_are_bound_to_this_host_and_https(public):
    page, login = public
    cookie = login.headers["Set-Cookie"]

    assert "Set-Cookie" not in page.headers
    assert cookie.strip().startswith("__Host-csrf=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_public_site_sends_visitors_on_to_https(site):
    [answer] = ask_process(
        site,
        "/scholen/?near=Delft",
        headers={"HTTP_HOST": "profielwijzer.example"},
        SITE_URL="https://profielwijzer.example",
        ALLOWED_HOSTS="profielwijzer.example",
    ).answers

    assert (answer.status, answer.headers["Location"]) == (301, "https://profielwijzer.example/scholen/?near=Delft")


def test_secrets_are_made_once_and_readable_by_the_owner_only(site):
    key = site.folder / "secret-key"

    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) > 50


# A provider to log in through

PROVIDER = {
    "OIDC_NAME": "Inloggen Rijnmond",
    "OIDC_SERVER_URL": "https://login.example/rijnmond",
    "OIDC_CLIENT_ID": "profielwijzer",
    "OIDC_CLIENT_SECRET": "geheim",
    "OIDC_ORIGINS": "https://adfs.example,https://sso.example",
}


def test_a_site_with_a_provider_lets_one_form_on_one_page_through_to_it(site):
    login, other, door = ask_process(
        site, "/beheer/account/login/", "/", "/beheer/account/organisatie/", **PROVIDER
    ).answers

    assert parse(login.body).one("form[action=/beheer/account/organisatie/] button").text.endswith("Inloggen Rijnmond")
    ways = "form-action 'self' https://login.example https://adfs.example https://sso.example;"
    assert ways in login.headers["Content-Security-Policy"] + ";"
    assert "form-action 'self';" in other.headers["Content-Security-Policy"] + ";"
    assert door.status == 405


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({**PROVIDER, "OIDC_CLIENT_SECRET": "", "OIDC_NAME": ""}, "set OIDC_NAME, OIDC_CLIENT_SECRET too, or none"),
        ({**PROVIDER, "OIDC_SERVER_URL": "login.example"}, "must be an address that begins with https://"),
        (
            {**PROVIDER, "OIDC_SERVER_URL": "http://login.example", "SITE_URL": "https://profielwijzer.example"},
            "must be an address that begins with https://",
        ),
    ],
)
def test_half_a_provider_stops_the_site_at_its_start_with_the_reason(tmp_path, settings, sentence):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), **settings}
    command = [sys.executable, "-c", "import portal.settings"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert sentence in ran.stderr.splitlines()[-1]
