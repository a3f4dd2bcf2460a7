"""Every public page holds to the HTML standard, as its own validator reads it."""

import json
import shutil
import subprocess

import pytest
from django.test import Client

from .conftest import ROOT
from .test_pages import public_addresses

pytestmark = pytest.mark.one_database

BRIEF = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m"]
"""For a Java that runs for seconds: no second look at its own code, which takes as long as the reading of all pages."""


@pytest.fixture(scope="module")
def validator():
    """Asks the Nu Html Checker what is wrong with the pages in a folder: file and message of every complaint."""
    jars = sorted((ROOT / "var" / "vnu").glob("*.jar"))
    if not jars or not shutil.which("java"):
        pytest.skip("The validator or Java is not installed")

    def complaints(folder):
        command = ["java", *BRIEF, "-jar", str(jars[-1]), "--format", "json", "--exit-zero-always", str(folder)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        return [(each["url"].rsplit("/", 1)[1], each["message"]) for each in json.loads(said)["messages"]]

    return complaints


def test_every_public_page_is_valid(filled, validator, tmp_path):
    client = Client()
    pages = {f"{number:03}.html": address for number, address in enumerate(public_addresses())}
    for name, address in pages.items():
        (tmp_path / name).write_bytes(client.get(address).content)

    assert [(pages[name], message) for name, message in validator(tmp_path)] == []


def test_the_validator_sees_what_is_wrong(validator, tmp_path):
    wrong = '<!doctype html><html lang="nl"><title>a</title><ul><p>b</p></ul>'
    (tmp_path / "wrong.html").write_text(wrong)

    assert [name for name, _message in validator(tmp_path)] == ["wrong.html"]
