"""The site in a process of its own, asked without a network: what it answers, and what it leaves in its log."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from .conftest import ROOT

ASKING = """
import io, json, sys
from wsgiref.util import setup_testing_defaults

from portal.wsgi import application


def ask(address, headers):
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1", **headers}
    setup_testing_defaults(environ)
    environ["wsgi.errors"] = sys.stderr
    answer = {}

    def start(status, fields, exc_info=None):
        answer.update(status=int(status.split()[0]), headers=dict(fields))

    answer["body"] = b"".join(application(environ, start)).decode(errors="replace")
    return answer


addresses, headers = json.loads(sys.argv[1])
answers = [ask(address, headers) for address in addresses]
print(json.dumps({"answers": answers, "modules": sorted(sys.modules)}))
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Process:
    """What a process said: its answers in order, the modules it had loaded at the end, and its log."""

    answers: list[Answer]
    modules: list[str]
    log: str


def ask_process(site, *addresses, headers=None, **environment) -> Process:
    """Start the site with these settings and ask it these addresses."""
    command = [sys.executable, "-c", ASKING, json.dumps([addresses, headers or {}])]
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **site.environment, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(ran.stdout)
    return Process([Answer(**each) for each in said["answers"]], said["modules"], ran.stderr)
