"""A colleague at a real server: logs in with password and code, asks pages, and sends files; without a browser."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from .staff import LOGIN, PASSWORD, SECOND_STEP, code_of

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
MAKE_COLLEAGUE = "from tests.staff import make_colleague; make_colleague('{name}')"
"""To be said to the shell of the site."""


class RemoteDesk:
    """The staff pages of the server at this address, for who has this name."""

    def __init__(self, url: str, name: str):
        self.url = url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.post(LOGIN, {"login": name, "password": PASSWORD})
        _status, address, _page = self.post(SECOND_STEP, {"code": code_of()})
        assert address == f"{url}/beheer/", "the second step was refused"

    def get(self, address: str) -> tuple[int, str, bytes]:
        """Status, the address that it led to, and the content."""
        return self.ask(address)

    def post(self, address: str, fields: dict) -> tuple[int, str, bytes]:
        """The same of a form that stands on this page."""
        token = TOKEN.search(self.get(address)[2].decode())[1]
        data = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, **fields})
        return self.ask(address, data, {"Content-Type": MULTIPART_CONTENT})

    def send(self, address: str, content: bytes, name: str) -> tuple[int, str, bytes]:
        return self.post(address, {"file": SimpleUploadedFile(name, content)})

    def ask(self, address: str, *data) -> tuple[int, str, bytes]:
        try:
            with self.opener.open(Request(f"{self.url}{address}", *data)) as answer:  # noqa: S310 - our own server
                return answer.status, answer.url, answer.read()
        except HTTPError as error:
            return error.code, error.url, error.read()
