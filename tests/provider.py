"""A provider of OpenID Connect of the tests' own: a real server, strict about who asks it what.

It signs whatever a test lets it say, and it can lie, be slow or be away.
"""

import base64
import json
import time
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from . import urls_with_provider

NAME = "de gemeente"
CLIENT = {"client_id": "profielwijzer", "client_secret": "een geheim: met tekens"}


@cache
def key(name):
    """A key of its own for every name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What it says, to be changed by a test."""

    def __init__(self, url=""):
        self.url = url
        self.asked = []
        self.be_honest()

    def be_honest(self):
        """As it is at the start of every test."""
        self.person = {"sub": "n-1", "email": "noor@example.org", "email_verified": True}
        self.told_apart = {}
        """What it tells only to who shows the access token."""
        self.signs_with, self.algorithm = key("own"), "RS256"
        self.names_key = {"kid": "own", "use": "sig", "alg": "RS256"}
        self.lies = {}
        """What stands in a token in place of the truth."""
        self.description = {}
        self.answers = {}
        """What comes back from a path, in place of what it knows: (status, bytes)."""
        self.pauses = 0
        """Seconds before an answer."""
        self.questions = {}
        self.asked.clear()

    def known(self, path):
        described = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/inloggen",
            "token_endpoint": f"{self.url}/tokens",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/person",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            **self.description,
        }
        own = {**jwt.algorithms.RSAAlgorithm.to_jwk(key("own").public_key(), as_dict=True), **self.names_key}
        return {
            "/.well-known/openid-configuration": described,
            "/keys": {"keys": [own]},
        }.get(path)

    def let_pass(self, question):
        """Somebody says here who they are; gives where they go with the answer."""
        assert question["response_type"] == "code" and question["code_challenge_method"] == "S256"
        assert question["client_id"] == CLIENT["client_id"] and "openid" in question["scope"].split()
        code = token_urlsafe()
        self.questions[code] = question
        return f"{question['redirect_uri']}?{urlencode({'code': code, 'state': question['state']})}"

    def tokens_for(self, form, authorization):
        """The tokens for a code: once, and only for who asked the question."""
        question = self.questions.pop(form.get("code"), None)
        verifier = base64.urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if (
            question is None
            or not self.knows(form, authorization)
            or verifier != question["code_challenge"]
            or form["redirect_uri"] != question["redirect_uri"]
        ):
            return None
        return {"access_token": "toegang", "token_type": "Bearer", "id_token": self.token()}

    def knows(self, form, authorization):
        """Whether it is the site that asks, by the way that it was told to."""
        if "token_endpoint_auth_methods_supported" not in self.description:
            return form.get("client_secret") == CLIENT["client_secret"] and not authorization
        named = ":".join(CLIENT.values())
        return authorization == f"Basic {base64.b64encode(named.encode()).decode()}" and "client_secret" not in form

    def token(self):
        now = int(time.time())
        truth = {"iss": self.url, "aud": CLIENT["client_id"], "iat": now, "exp": now + 300}
        claims = {**truth, **self.person, **self.lies}
        return jwt.encode(claims, self.signs_with, self.algorithm, headers={"kid": "own"})

    def sign_in(self, address):
        """What somebody does at the address that the site sent them to; gives the address they go back to."""
        assert address.startswith(f"{self.url}/inloggen?")
        return self.let_pass(dict(parse_qsl(urlsplit(address).query)))


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):  # noqa: N802 (so it is called)
        path, _, query = self.path.partition("?")
        if path == "/inloggen":
            return self.say(200, page_for(query), "text/html")
        if path == "/person":
            is_known = self.headers["Authorization"] == "Bearer toegang"
            known = {"sub": self.provider.person["sub"], **self.provider.told_apart} if is_known else None
            return self.tell(known)
        return self.tell(self.provider.known(path))

    def do_POST(self):  # noqa: N802 (so it is called)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/tokens":
            return self.tell(self.provider.tokens_for(dict(parse_qsl(body)), self.headers["Authorization"]))
        question = {name: values[0] for name, values in parse_qs(body).items()}
        self.send_response(302)
        self.send_header("Location", self.provider.let_pass(question))
        return self.end_headers()

    def tell(self, known):
        path = self.path.partition("?")[0]
        self.provider.asked.append(path)
        time.sleep(self.provider.pauses)
        status, body = 200 if known else 400, json.dumps(known or {"error": "invalid_grant"}).encode()
        self.say(*self.provider.answers.get(path, (status, body)), "application/json")

    def say(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # nobody waits for it any more
            self.wfile.write(body)

    def log_message(self, *_said):
        """Nothing."""


def page_for(query):
    """Where somebody says who they are, with the question in the form."""
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in parse_qsl(query))
    return f"""<!doctype html><html lang="nl"><title>Gemeente</title>
<h1>Inloggen bij de gemeente</h1><form method="post" action="/inloggen">{fields}<button>Ik ben Noor</button></form>
""".encode()


@contextmanager
def running():
    """A provider behind an address of its own."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (Handler,), {"provider": provider}))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def name_to_site(provider, settings):
    """Make the site of the tests one that has this provider."""
    settings.ROOT_URLCONF = urls_with_provider.__name__
    settings.OIDC_NAME, settings.OIDC_SERVER_URL = NAME, provider.url
    settings.OIDC_ORIGINS = [provider.url]
    app = {"provider_id": settings.OIDC_ID, "name": NAME, "settings": {"server_url": provider.url}}
    app |= {"client_id": CLIENT["client_id"], "secret": CLIENT["client_secret"]}
    of_all = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**of_all, "APPS": [app]}}
