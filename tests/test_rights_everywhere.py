"""Colleagues of Delft and visitors ask everything about what is Rotterdam's, at every address that the site has."""

import re
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from careers.models import Occupation, RoleModel, Video
from portal.devices import BROWSER
from schools.auditing import Kind, record, record_change
from schools.desk.offer_list import OFFER
from schools.models import (
    AuditEvent,
    DuoFile,
    Inquiry,
    Invitation,
    KeptQuestion,
    LocationChange,
    Membership,
    ProfileStatement,
    Report,
    Role,
    SchoolLocation,
    StaffSession,
    Upload,
)
from stats.models import Exploration, Target

from .address_walk import CODE, NOT_POSTED, OF_OTHERS, addresses, beyond, examples, patterns, questions, text_of, within
from .factories import make_location
from .staff import enter, make_colleague, make_member
from .test_admin import make_run

pytestmark = pytest.mark.django_db

DELFT, ROTTERDAM = "GM0503", "GM0599"
IN_DELFT = "99ZZ01"
SECRET, FOR_STAFF = "geheim", "vertrouwelijk"
"""What only Rotterdam may read, and what all colleagues may."""


def make_secrets():
    """Something of every sort that is Rotterdam's own business; and one location in each town."""
    own = {"municipality_id": ROTTERDAM, "contact_email": "geheim@example.org"}
    location = make_location("In Rotterdam", [("PIE", "KB")], code=CODE, **own)
    sam = make_member("geheim-rotterdam", Role.MANAGER, ROTTERDAM, first_name="Geheim")
    make_what_others_said(location)
    make_what_staff_wrote(location, sam)
    make_files(location, sam)
    make_drafts()
    Group.objects.create(name="geheim").permissions.set(Permission.objects.all()[:1])


def make_what_others_said(location):
    Report.objects.create(location=location, text="Geheim verhaal", note="Geheime notitie", data_version=1)
    asked = {"email": "geheim@example.org", "office": "geheim", "expires_on": timezone.localdate()}
    Inquiry.objects.create(
        location=location,
        remark="geheim",
        state="answered",
        answers={"PIE": "yes KB"},
        answered_at=timezone.now(),
        **asked,
    )


def make_what_staff_wrote(location, sam):
    said = {"location": location, "profile_id": "PIE", "reference_date": "2026-02-03", "note": "geheim", "author": sam}
    ProfileStatement.objects.create(source_id="school", **said)
    ProfileStatement.objects.create(source_id="website", evidence="https://geheim.example.org/", **said)
    record_change(Kind.CHANGED, sam, location, {"short_name": "geheim"}, {"short_name": "geheim anders"})
    record_change(Kind.CREATED, sam, Report.objects.get(), {}, {"note": "geheim"})
    record(Kind.LOGIN, sam, sam)
    who = {"email": "geheim@example.org", "first_name": "Geheim", "invited_by": sam}
    where = {"role": Role.EDITOR, "municipality_id": ROTTERDAM}
    Invitation.objects.create(**who, **where, key_hash="x", expires_at="2030-01-01T00:00:00Z")
    KeptQuestion.objects.create(user=sam, model="schools.schoollocation", name="Geheim", question="q=geheim")
    Client().force_login(sam)
    session = StaffSession.objects.get(user=sam)
    store = session.get_session_store_class()(session.pk)
    store[BROWSER] = "Geheim"
    store.save()
    about = {"query": f"locatie={CODE}&profiel=PIE", "outcome": [["Geheim", "geheim", "1", "2"]], "data_version": 1}
    Exploration.objects.create(name="Geheim", title="Geheim", municipality_id=ROTTERDAM, author=sam, **about)
    cell = {"indicator_id": "vmbo-profielkeuze-techniek", "region_id": ROTTERDAM, "category": "techniek-excl-mvi"}
    target = Target.objects.create(**cell, owner="Vertrouwelijk", decision="Vertrouwelijk besluit")
    target.values.create(year=2030, value=20)


def make_files(location, sam):
    """Lists and files that were sent in, waiting and applied."""
    Upload.objects.keep("courses", "geheim.csv", b"geheim", sam)
    Upload.objects.keep(OFFER, "geheim.csv", b"geheim", sam, source_id="school", reference_date="2026-02-03")
    done = {"state": Upload.State.APPLIED, "applied_at": timezone.now(), "problems": ["geheim"]}
    applied = Upload.objects.create(
        table=OFFER, file_name="geheim.xlsx", author=sam, municipality_id=ROTTERDAM, source_id="school", **done
    )
    ProfileStatement.objects.filter(note="geheim", source="school").update(upload=applied)
    run = make_run(author=sam, problems=["geheim"])
    LocationChange.objects.create(run=run, location=location, kind="moved", before="Kade 1", after="Kade 2")
    DuoFile.objects.create(file_name="geheim.csv", author=sam, message="geheim")


def make_drafts():
    RoleModel.objects.create(slug="zz-last", name="Geheim", role="geheim", occupation=Occupation.objects.first())
    story = {"kind": Video.Kind.STORY, "platform": "vimeo", "platform_id": "76979871", "seconds": 30}
    Video.objects.create(slug="zz-last", title="Geheim", source_id="duo-exams", source_year=2024, **story)


@pytest.fixture(scope="module")
def secrets_once(filled_once, django_db_blocker):
    """Undone after the last test of this module. The hash of passwords is a quick one."""
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"], "CAN_MAIL": True}
    with django_db_blocker.unblock(), override_settings(**quick), transaction.atomic():
        make_secrets()
        make_location("In Delft", [("PIE", "KB")], code=IN_DELFT, municipality_id=DELFT)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asked_once(secrets_once, django_db_blocker):
    """All questions to all addresses about what is not Delft's."""
    with django_db_blocker.unblock(), transaction.atomic():
        delft = make_member("delft-asks", Role.EDITOR, DELFT)
        asked = list(questions(beyond(delft), boss()))
        transaction.set_rollback(True)
    return asked


@pytest.fixture(autouse=True)
def _fresh(secrets_once, db):
    cache.clear()


def boss():
    """Somebody with all rights."""
    make_colleague("boss")
    return enter(Client(), "boss")


def member(role, municipality=DELFT):
    make_member(role.value, role, municipality)
    return enter(Client(), role.value)


# Nothing changed


LEFT_BEHIND = {"last_login", "last_used_at", "data", "expire_date", "session_data"}
"""Columns in which reading itself leaves something."""


def digest() -> dict[str, str]:
    """Every table with a hash of all its rows, but for the record and the sessions, which reading leaves behind."""
    return {model._meta.label: digest_of(model) for model in apps.get_models(include_auto_created=True)}


def digest_of(model) -> str:
    columns = [each.column for each in model._meta.concrete_fields if each.name not in LEFT_BEHIND]
    names = ", ".join(map(connection.ops.quote_name, columns))
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table} ORDER BY {key}")  # noqa: S608 the names are those of our models
        return sha256(repr(cursor.fetchall()).encode()).hexdigest()


def changed_since(before: dict[str, str]) -> set[str]:
    return {label for label, found in digest().items() if found != before[label]}


READ = {Kind.EXPORT, Kind.FAILED_LOGIN}
"""What is written down about who only reads, or tries."""
WRITTEN_BY_READING = {"schools.AuditEvent", "schools.StaffSession", "django_cache"}


def ask_everything(client, asked, secrets):
    """The number of answers per status. No answer is a failure of the site, or tells a secret."""
    counts = {}
    for question in asked:
        response = question.ask(client)
        counts[response.status_code] = counts.get(response.status_code, 0) + 1
        assert response.status_code < 500 or response.status_code == 503, question
        said = text_of(response).casefold()
        assert not [secret for secret in secrets if secret in said], (question, response.status_code)
    return counts


def test_every_address_of_the_site_is_walked(asked_once):
    """And what is read but not posted to is an address of the site."""
    everything = set(patterns())
    rows = beyond(make_member("delft", Role.EDITOR, DELFT))

    assert [pattern for pattern in everything if not list(examples(pattern, rows))] == []
    assert {*NOT_POSTED} <= everything
    assert {"beheer/cijfers/", "api/v1/locations", "bevestigen/", "beheer/account/uitnodiging/"} <= everything


OF_MUNICIPALITIES = ("/beheer/schools/", "/beheer/cijfers/")
"""Where roles of a municipality differ in what they may."""


@pytest.mark.parametrize(
    ("role", "where"),
    [(Role.EDITOR, "/"), pytest.param(Role.MANAGER, OF_MUNICIPALITIES, marks=pytest.mark.one_database)],
)
def test_nobody_of_delft_reads_or_changes_what_is_of_rotterdam_at_any_address(asked_once, role, where):
    client, newest = member(role), AuditEvent.objects.latest("pk").pk
    before = digest()

    counts = ask_everything(client, [each for each in asked_once if each.address.startswith(where)], {SECRET})

    assert changed_since(before) <= WRITTEN_BY_READING
    assert set(AuditEvent.objects.filter(pk__gt=newest).values_list("kind", flat=True)) <= READ
    assert counts[200] > 100 and counts[403] > 100


@pytest.mark.one_database
def test_a_visitor_reads_or_changes_nothing_of_staff_at_any_address(asked_once):
    before = digest()

    counts = ask_everything(Client(), asked_once, {SECRET, FOR_STAFF})

    assert changed_since(before) <= WRITTEN_BY_READING
    assert counts[200] > 50 and counts[302] > 800


@pytest.mark.one_database
def test_a_viewer_changes_nothing_in_the_own_municipality_at_any_address():
    make_own(SchoolLocation.objects.get(pk=IN_DELFT))
    client = member(Role.VIEWER)
    own = within(Membership.objects.get(user__username=Role.VIEWER.value).user)
    only = [start.removeprefix("/") for start in OF_MUNICIPALITIES]
    asked = [question for question in questions(own, boss(), only) if question.method != "get"]
    before = digest()

    counts = ask_everything(client, asked, ())

    assert changed_since(before) <= WRITTEN_BY_READING
    assert counts[403] > 100


def make_own(location):
    """What a viewer of Delft may look at."""
    Report.objects.create(location=location, text="Eigen verhaal", data_version=1)
    LocationChange.objects.update(location=location)
    Exploration.objects.create(name="Eigen", municipality_id=DELFT, query="", data_version=1)
    Target.objects.update(region=DELFT)
    said = {"location": location, "profile_id": "PIE", "reference_date": "2026-02-03"}
    ProfileStatement.objects.create(source_id="school", **said)


@pytest.mark.one_database
def test_a_device_of_somebody_else_is_not_ended(asked_once):
    """Neither by what its form is called, nor by its key."""
    client, session = member(Role.MANAGER), StaffSession.objects.get(user__username="geheim-rotterdam")

    for name in (session.pk, str(session.user_id), "x"):
        client.post("/beheer/account/apparaten/", {"end": name})

    assert StaffSession.objects.filter(pk=session.pk).exists()


class Written:
    """Collects in `tables` what the database is told to write, as far as that touches a row."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        found = re.match(r"(INSERT INTO|UPDATE|DELETE FROM) \W?(\w+)", sql)
        if found and (found[1] == "INSERT INTO" or context["cursor"].rowcount):
            self.tables.add(found[2])
        return result


NOT_WRITTEN_DOWN = {
    "cache": "counts attempts, and keeps what was drawn",
    "schools_dataversion": "a number that every change raises",
    "schools_finderrow": "follows from what was said",
    "schools_profileanswer": "follows from what was said",
    "schools_staffsession": "who is logged in has events of its own",
    "schools_upload": "a list that waits; applying and undoing it are events",
    "schools_duofile": "a file that waits; applying it is an event",
    "mfa_authenticator": "when a code was used last",
    "auth_user": "when somebody was here last; changes of an account come through the admin",
}
"""Tables that may be written to without an event, and why."""
ELSEWHERE = (
    "/beheer/careers/",  # the same pages, of other tables: test_careers_admin
    "/beheer/cijfers/bereken/",  # test_calculating
    "/beheer/schools/importrun/inlezen/",  # starts a process: test_duo_files
)


@pytest.mark.one_database
def test_with_all_rights_the_walk_reads_and_changes_and_every_change_is_written_down(asked_once):
    """Else the walk would prove nothing."""
    tables = (Report, SchoolLocation, Membership, ProfileStatement, Inquiry, Invitation, Target, Exploration)
    client, read, changed, silent = boss(), set(), set(), {}
    earlier = AuditEvent.objects.latest("pk").pk
    for question in asked_once:
        about = {table for table in tables if names(table) & set(question.address.split("?")[0].split("/"))}
        if question.address.startswith(ELSEWHERE) or (question.method != "post" and not about):
            continue
        written = Written()
        with transaction.atomic(), connection.execute_wrapper(written):
            said = text_of(question.ask(client)).casefold()
            is_written_down = AuditEvent.objects.filter(pk__gt=earlier).exists()
            transaction.set_rollback(True)
        read |= {table for table in about if SECRET in said or FOR_STAFF in said}
        changed |= {table for table in about if table._meta.db_table in written.tables}
        if not is_written_down:
            silent |= dict.fromkeys(written.tables - {*NOT_WRITTEN_DOWN}, question)

    assert {table: question.address for table, question in silent.items()} == {}
    assert read == {*tables}
    assert changed == {*tables}


def names(table) -> set[str]:
    """The parts of an address that say that it is about this table."""
    elsewhere = {Target: "doelen", Exploration: "wat-als", ProfileStatement: "bevestigen"}
    return {table._meta.model_name, *filter(None, [elsewhere.get(table)])}


# Where links lead


@pytest.mark.one_database
def test_every_link_on_a_page_leads_where_its_reader_may_go():
    make_own(SchoolLocation.objects.get(pk=IN_DELFT))
    client = member(Role.MANAGER)
    user = User.objects.get(username=Role.MANAGER.value)
    Membership.objects.create(user=make_colleague("kim", may=()), role=Role.EDITOR, municipality_id=DELFT)
    pages = list(addresses(within(user), ["beheer/schools/"]))
    links = {}
    for address in pages:
        page = client.get(address)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            links |= dict.fromkeys(re.findall(r'href="(/beheer/[^"?#]*)', page.content.decode()), address)

    closed = {link: (page, client.get(link).status_code) for link, page in links.items() if link not in pages}

    assert {link: page for link, (page, status) in closed.items() if status in (403, 404)} == {}
    assert len(links) > 50


# Strange questions


STRANGE = ["\0", "9" * 40]
STRANGE_OF_A_LIST = [
    "q=%00&p=abc&o=zz",
    f"q={'x' * 5000}&p=-1&o=99.-99.",
    f"p={'9' * 30}&o={'9' * 30}",
    "id__exact=abc",
    "pk__in=abc",
    "_popup=1&_to_field=password",
]
OF_DJANGO = ("/add/", "/change/", "/delete/", "/history/")
"""Pages that are alike for all tables: those of one app are enough."""
SAME_AS_CSV = "/xlsx"
"""The rows of a download are chosen in one way, whatever they are written in."""


def test_a_strange_question_is_no_failure_of_a_page_for_staff():
    client = boss()
    own = within(User.objects.get(username="boss"))
    for address in addresses(own, ["beheer/"]):
        if SAME_AS_CSV in address or (address.endswith(OF_DJANGO) and not address.startswith("/beheer/schools/")):
            continue
        for question in strange_questions(client.get(address)):
            answer = client.get(f"{address}?{question}")
            assert answer.status_code < 500, (address, question)
            b"".join(answer.streaming_content if answer.streaming else [])


def strange_questions(page) -> list[str]:
    """For a list what all lists are asked and each of its filters; for other pages what their forms and links ask."""
    if page.status_code != 200:
        return STRANGE_OF_A_LIST[:1]
    if page.context and "cl" in page.context:
        names = {name for spec in page.context["cl"].filter_specs for name in spec.expected_parameters()}
        return [*STRANGE_OF_A_LIST, *(urlencode({name: value}) for name in sorted(names) for value in STRANGE)]
    if not page.headers["Content-Type"].startswith("text/html"):
        return STRANGE_OF_A_LIST
    asked = re.findall(r'(?:[?;]|name=")([\w-]+)(?==|")', page.content.decode())
    names = dict.fromkeys([*asked, *OF_OTHERS, "page", "kind"])
    return [urlencode({name: STRANGE[number % 2] for number, name in enumerate(names)})]
