"""Asks a provider of OpenID Connect who somebody is, by its flow with a code and PKCE. Knows no app.

Nothing is believed before it is checked: that the provider is the one of the settings, and that it signed what it says,
for us, just now and as the answer to our question. Nobody is kept waiting for it without end.
"""

import base64
import json
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from time import monotonic
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare

MOST_SECONDS = 12
SECONDS_OF_SILENCE = 5
MOST_BYTES = 500_000
PIECE = 16 * 1024
SECONDS_OF_DIFFERENCE = 60
"""How far the clocks of two servers may be apart."""
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Those of which the provider keeps the key, and shows only what checks it."""
REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class AwayError(Exception):
    """The provider gives no answer, none in time, or none that can be read."""


class UnbelievedError(Exception):
    """What came back does not prove who somebody is."""


@dataclass(frozen=True)
class Question:
    """What is remembered of a question, so that its answer can be told from any other."""

    callback: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Person:
    """Who the provider says somebody is. The address is empty unless the provider knows that it is theirs."""

    subject: str
    email: str
    has_second_factor: bool


class StayHere(HTTPRedirectHandler):
    """What is sent to the provider goes to nobody else."""

    def redirect_request(self, *_asked):
        return None


OPENER = build_opener(StayHere)


class Provider:
    """The provider, for as long as one visitor waits for it."""

    def __init__(self):
        self.end = monotonic() + MOST_SECONDS
        self.described = self.ask(f"{settings.OIDC_SERVER_URL.rstrip('/')}/.well-known/openid-configuration")
        self.issuer = str(self.described.get("issuer"))
        if self.issuer.rstrip("/") != settings.OIDC_SERVER_URL.rstrip("/"):
            raise AwayError(f"it calls itself {self.issuer}")

    def address(self, name: str) -> str:
        """One of its addresses, under the same protocol as the one in the settings."""
        address = str(self.described.get(name))
        if not address.startswith(f"{urlsplit(settings.OIDC_SERVER_URL).scheme}://"):
            raise AwayError(f"its {name} is {address}")
        return address

    def address_to_ask(self, question: Question, challenge: str, state: str) -> str:
        """Where the visitor goes to say who they are."""
        asked = {
            "response_type": "code",
            "scope": "openid email",
            "client_id": settings.OIDC_CLIENT_ID,
            "redirect_uri": question.callback,
            "state": state,
            "nonce": question.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = self.address("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def person(self, code: str, question: Question) -> Person:
        """Who came back with this code."""
        given = self.tokens(code, question)
        claims = self.believed(str(given.get("id_token")), question.nonce)
        if "email_verified" not in claims and "userinfo_endpoint" in self.described:
            claims |= self.mail_of(claims["sub"], str(given.get("access_token")))
        return person_of(claims)

    def tokens(self, code: str, question: Question) -> dict:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": question.callback,
            "code_verifier": question.verifier,
            "client_id": settings.OIDC_CLIENT_ID,
        }
        if "client_secret_post" in str(self.described.get("token_endpoint_auth_methods_supported")):
            return self.ask(self.address("token_endpoint"), form | {"client_secret": settings.OIDC_CLIENT_SECRET})
        return self.ask(self.address("token_endpoint"), form, Authorization=our_name_and_secret())

    def believed(self, token: str, nonce: str) -> dict:
        """What stands in a token, once it is sure that the provider says it to us, now, about this question."""
        try:
            claims = jwt.decode(
                token,
                self.key_of(token),
                SIGNATURES,
                issuer=self.issuer,
                audience=settings.OIDC_CLIENT_ID,
                leeway=SECONDS_OF_DIFFERENCE,
                options={"require": ["iss", "aud", "exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise UnbelievedError(str(error)) from error
        if not claims["sub"] or not constant_time_compare(str(claims.get("nonce")), nonce):
            raise UnbelievedError("it names nobody, or answers another question")
        if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
            raise UnbelievedError("it was made for somebody else")
        return claims

    def key_of(self, token: str) -> jwt.PyJWK:
        """The key of the provider that a token says it is signed with."""
        name = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(self.ask(self.address("jwks_uri"))).keys
        for key in keys:
            if name in (None, key.key_id) and key.public_key_use in (None, "sig"):
                return key
        raise UnbelievedError("it is signed with an unknown key")

    def mail_of(self, subject: str, access_token: str) -> dict:
        """The address for mail, and whether it is verified, where the provider does not write that into its tokens."""
        told = self.ask(self.address("userinfo_endpoint"), Authorization=f"Bearer {access_token}")
        if told.get("sub") != subject:
            raise UnbelievedError("it tells about somebody else")
        return {name: told.get(name) for name in ("email", "email_verified")}

    def ask(self, address: str, form: dict | None = None, **headers: str) -> dict:
        """The object that stands at an address of the provider, or that it answers to a form."""
        body = urlencode(form).encode() if form else None
        try:
            request = Request(address, body, {"Accept": "application/json", **headers})  # noqa: S310 (`address` checks)
            with OPENER.open(request, timeout=self.patience()) as answer:
                told = json.loads(self.read(answer))
        except HTTPError as error:
            with error:
                is_refused = form and error.code in REFUSALS
                raise (UnbelievedError if is_refused else AwayError)(f"{address}: {error}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise AwayError(f"{address}: {error}") from error
        if not isinstance(told, dict):
            raise AwayError(f"{address}: no object")
        return told

    def patience(self) -> float:
        """Seconds that may pass in silence."""
        left = self.end - monotonic()
        if left <= 0:
            raise AwayError("it takes too long")
        return min(left, SECONDS_OF_SILENCE)

    def read(self, answer) -> bytes:
        body = b""
        while piece := answer.read1(PIECE):  # not read(), which waits until it has a whole piece
            body += piece
            self.patience()
            if len(body) > MOST_BYTES:
                raise AwayError("it says too much")
        return body


def our_name_and_secret() -> str:
    """How the site shows who it is (RFC 6749, section 2.3.1)."""
    pair = f"{quote_plus(settings.OIDC_CLIENT_ID)}:{quote_plus(settings.OIDC_CLIENT_SECRET)}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def person_of(claims: dict) -> Person:
    """Some providers write "true" where the standard asks for true."""
    is_verified = claims.get("email_verified") in (True, "true")
    methods = claims.get("amr") if isinstance(claims.get("amr"), list) else []
    shown = {str(each) for each in (claims.get("acr"), *methods)}
    return Person(
        subject=claims["sub"],
        email=str(claims.get("email") or "") if is_verified else "",
        has_second_factor=not shown.isdisjoint(settings.OIDC_SECOND_FACTOR),
    )
