"""The documents keep to what is there: their links, paths, commands, figures and examples."""

import csv
import io
import json
import re
import shlex
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class

from schools.models import FinderRow, Kind, ProfileAnswer, VmboProfile
from stats.importers.long_format import FIGURES
from stats.importers.statline_files import csv_facts, known_table
from stats.importers.travel import TRAVEL

ROOT = settings.BASE_DIR
DOCUMENTS = sorted(ROOT.glob("*.md"))
CSV_FILES = sorted(settings.FIXTURES_DIR.glob("*.csv"))
FOLDERS = "portal|schools|templates|static|fixtures|tests|docs|requirements|\\.ci"
FOREIGN = {
    "a path on somebody's machine": r"(?<![\w.~})/-])/(?:home|root|mnt|work|workspace|Users|builds)/\w",
    "where packages come from": r"[p]ypi|[p]ythonhosted|[n]pmjs|\b[r]egistry\.[a-z]|[i]ndex-url|[a]rtifactory",
    "a host that others cannot reach": r"https?://[\w.-]+\.(?:internal|local|lan|corp)\b",
}
"""What belongs to the place where somebody works and not to the project. The brackets keep this file itself clean."""

pytestmark = pytest.mark.one_database


def text_of(path):
    return path.read_text(encoding="utf-8")


def prose_of(path):
    return re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)


def section(text, heading):
    """What stands under a heading, up to the next of its level."""
    level = len(heading.split()[0])
    return re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{level}}} |\Z)", text, re.DOTALL | re.MULTILINE)[1]


def commands_in(path):
    """Every line of a code block, and every piece of code within a sentence, that starts ./run."""
    blocks = "\n".join(re.findall(r"```\n(.*?)```", text_of(path), re.DOTALL))
    lines = [*blocks.splitlines(), *re.findall(r"`([^`\n]+)`", prose_of(path))]
    return [shlex.split(line[line.index("./run") :], comments=True)[1:] for line in lines if "./run" in line]


def table_rows(text):
    """The cells of all tables, without links and code marks."""
    plain = re.sub(r"\[([^]]+)]\([^)]+\)|`", r"\1", text)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in plain.splitlines() if line[:1] == "|"]


def fixture_rows(name):
    with (settings.FIXTURES_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Links, paths and commands


def anchors_in(path):
    """The anchors of the headings, as most sites for code make them."""
    headings = re.findall(r"^#+ (.+)$", prose_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_within_the_project_leads_somewhere(document):
    links = [link for link in re.findall(r"]\(([^)]+)\)", prose_of(document)) if "://" not in link]
    for link in links:
        path, _hash, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors_in(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_is_named_exists(document):
    for path in re.findall(rf"`((?:{FOLDERS})/[^`\s]*)`", prose_of(document)):
        assert list(ROOT.glob(path.strip("/"))), path


def test_run_knows_every_command_that_is_named_and_explains_it():
    known = re.search(r"^ +([a-z |]+)\) command=", text_of(ROOT / "run"), re.MULTILINE)[1].split(" | ")
    named = {command[0] for document in DOCUMENTS for command in commands_in(document) if command}

    assert {"site", "test"} <= named <= set(known)
    for command in known:
        assert f"./run {command}" in text_of(ROOT / "run")


def test_every_management_command_can_be_given_as_it_is_written():
    lines = [
        line[1:] for document in DOCUMENTS for line in commands_in(document) if line[:1] == ["manage"] and line[1:]
    ]
    assert lines
    for name, *arguments in lines:
        command = load_command_class(get_commands()[name], name)
        if arguments:
            command.create_parser("manage.py", name).parse_args(arguments)


def test_commands_of_the_project_are_named():
    ours = {name for name, app in get_commands().items() if app in ("portal", "schools", "careers", "stats")}
    everything = "".join(map(text_of, DOCUMENTS))

    assert [name for name in sorted(ours) if name not in everything] == []


# Data


@pytest.mark.parametrize("path", CSV_FILES, ids=lambda path: path.name)
def test_every_column_of_a_fixture_is_described(path):
    described = section(text_of(ROOT / "DATA.md"), f"### {path.name}")
    columns = text_of(path).splitlines()[0].split(",")

    assert [column for column in columns if f"`{column}`" not in described] == []


def test_the_rows_of_every_fixture_are_counted():
    files = section(text_of(ROOT / "DATA.md"), "## What is in fixtures/")
    counted = {name: int(rows) for name, rows, *_what in table_rows(files) if rows.isdecimal() and "." in name}
    boundaries = json.loads(text_of(settings.FIXTURES_DIR / "boundaries.json"))

    assert counted == {path.name: len(fixture_rows(path.name)) for path in CSV_FILES} | {
        "boundaries.json": len(boundaries)
    }


def test_the_statements_are_counted_per_source_and_year():
    described = section(text_of(ROOT / "DATA.md"), "### statements.csv")
    counted = {(source, year[:4]): (int(rows), int(places)) for source, year, rows, places in four_cells(described)}
    keys = [(row["source_id"].removeprefix("duo-"), row["school_year"]) for row in fixture_rows("statements.csv")]
    places = {(key, row["location_id"]) for key, row in zip(keys, fixture_rows("statements.csv"), strict=True)}

    assert counted == {
        key: (rows, sum(other == key for other, _place in places)) for key, rows in Counter(keys).items()
    }


def four_cells(text):
    return [row for row in table_rows(text) if len(row) == 4 and row[2].isdecimal()]


def test_the_answers_in_the_region_are_counted(filled):
    derived = section(text_of(ROOT / "DATA.md"), "## What is derived")
    kinds = Counter(FinderRow.objects.filter(in_region=True).values_list("kind", flat=True))
    ten = ProfileAnswer.objects.filter(location__finder__in_region=True, profile__family=VmboProfile.Family.TEN)
    answers = Counter(ten.values_list("status", flat=True))

    assert ["locations", *(str(kinds[kind]) for kind in (Kind.BKG, Kind.TL, Kind.NOT_KNOWN))] in table_rows(derived)
    assert f"{answers['yes']} yes, {answers['no']} no, {answers['unknown']} unknown." in derived


def test_the_open_data_answers_as_the_example_says(filled, client):
    text = text_of(ROOT / "README.md")
    address = re.search(r"^curl http://127\.0\.0\.1:8000(\S+)$", text, re.MULTILINE)[1]
    example = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])

    assert client.get(address).json() == example


# The catalogue entry


def test_the_catalogue_entry_keeps_to_the_standard_where_it_can():
    entry = yaml.safe_load(text_of(ROOT / "publiccode.yml"))
    for description in entry["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
        assert all((ROOT / path).exists() for path in [entry["logo"], *description["screenshots"]])
    assert entry["legal"]["license"] in text_of(ROOT / "pyproject.toml")
    assert entry["localisation"]["availableLanguages"] == [code for code, _name in settings.LANGUAGES]


# All files


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not under version control")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_tells_where_somebody_worked(what):
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            text = content.decode("utf-8", errors="replace")
            hits = re.finditer(FOREIGN[what], text, re.IGNORECASE)
            found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in hits]

    assert found == []


def test_the_files_that_are_read_are_described_as_they_are_read():
    described = section(text_of(ROOT / "DATA.md"), "## Files with figures")

    names = [name for names in (*TRAVEL.required.values(), *FIGURES.required.values()) for name in names]
    assert [name for name in names if f"`{name}`" not in described] == []
    [sample] = re.findall(r"```\n(.+?)```", described, re.DOTALL)
    table = known_table(sample.splitlines()[0].strip('"'), "sample")
    lines = list(csv.reader(io.StringIO(sample), delimiter=";"))
    facts = list(csv_facts(lines, table, "sample"))
    assert [(fact.dimensions["studierichting"], fact.text) for fact in facts] == [
        ("Totaal", "1000"),
        ("Techniek, industrie en bouwkunde", "250"),
    ]
