"""Where the files of videos are kept. A name follows from the content, so that browsers may keep what they have."""

from collections.abc import Iterable
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "video"
"""Also how the addresses of these files begin: /video/<slug>/<name>."""


def name_by_content(content: bytes, kind: str) -> str:
    return f"{sha256(content).hexdigest()[:16]}.{kind}"


def stored_name(slug: str, name: str) -> str:
    return f"{FOLDER}/{slug}/{name}"


def store(name: str, content: bytes):
    """Keep a file under its name; what is there already has the same content."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))


def throw_away(names: Iterable[str]):
    for name in names:
        default_storage.delete(name)
