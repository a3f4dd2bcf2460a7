"""Schools confirm their own profiles by a link in a mail: asking, answering, approving, reminding, forgetting."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schools.asking.answering import AnswerForm, ClosedError, keep_answer
from schools.asking.deciding import Decision, approve
from schools.asking.link import address_of, inquiry_with, key_of
from schools.asking.sending import due_for, remind
from schools.models import (
    AuditEvent,
    DataVersion,
    Inquiry,
    ProfileAnswer,
    ProfileStatement,
    Region,
    Role,
    SchoolLocation,
)

from .factories import confirm
from .markup import page
from .staff import let_in, make_colleague, make_member, work_fast
from .test_accounts import assert_careful
from .test_admin import CODE, make_school
from .test_confirming import filled_in, text_of

pytestmark = pytest.mark.django_db

ASK = "/beheer/schools/schoollocation/vragen/"
PUBLIC = f"/scholen/{CODE}/"
EMAIL = "directie@kade.example"
DELFT = "GM0503"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)
    settings.CAN_MAIL = True


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def desk(client, school):
    make_colleague()
    return let_in(client)


def make_inquiry(code=CODE, days_ago=0, **fields):
    now = timezone.now() - timedelta(days=days_ago)
    fields = {"email": EMAIL, "office": "afdeling Onderwijs", "asked_at": now, **fields}
    return Inquiry.objects.create(
        location_id=code, **{"expires_on": Inquiry.last_day(timezone.localdate(now)), **fields}
    )


def send(inquiry, step="send", client=None, **changes):
    """What the school's browser sends when the form is left as it is, but for the changes."""
    data = filled_in(AnswerForm(inquiry), remark="", step=step)
    return (client or Client()).post(address_of(inquiry), data | {n.replace("_", "-"): v for n, v in changes.items()})


def answered(**changes):
    inquiry = make_inquiry()
    assert send(inquiry, **changes).status_code == 302
    inquiry.refresh_from_db()
    return inquiry


def decide(desk, inquiry, decision="approve", **sent):
    shown = Decision(Inquiry.objects.get(pk=inquiry.pk))
    moment = shown.inquiry.answered_at
    data = {"decision": decision, "version": str(shown.version), "answered": moment and moment.isoformat(), **sent}
    return desk.post(answer_address(inquiry), {name: value for name, value in data.items() if value is not None})


def answer_address(inquiry):
    return f"/beheer/schools/inquiry/{inquiry.pk}/antwoord/"


def state(inquiry):
    return Inquiry.objects.values_list("state", flat=True).get(pk=inquiry.pk)


def link_in(letter):
    return re.search(r"http://127\.0\.0\.1:8000(/\S+sleutel=\S+)", letter.body)[1]


# Asking


def ask(desk, *codes, step="send", **addresses):
    where = f"{ASK}?" + "&".join(f"locatie={code}" for code in codes or (CODE,))
    addresses = {name.removeprefix("mail"): each for name, each in addresses.items()}
    return desk.post(where, {"office": "afdeling Onderwijs", CODE: EMAIL, step: "1", **addresses})


def test_an_officer_first_sees_the_mail_and_nothing_is_sent_yet(desk):
    response = ask(desk, step="look")

    assert "Gemeente Rotterdam, afdeling Onderwijs" in text_of(response)
    assert f"Aan: {EMAIL}" in text_of(response)
    assert not mail.outbox and not Inquiry.objects.exists()
    assert_careful(response)
    assert_careful(desk.get(f"{ASK}?locatie={CODE}"))


def test_a_mail_says_who_asks_what_until_when_and_what_happens(desk):
    ask(desk)

    [letter] = mail.outbox
    inquiry = Inquiry.objects.get()
    assert (letter.to, letter.subject) == ([EMAIL], f"Kloppen de profielen van School {CODE}?")
    for words in ("Gemeente Rotterdam, afdeling Onderwijs", "School 17YF00, Kade, Rotterdam", "met één tik klaar"):
        assert words in letter.body
    assert "Pas daarna verandert de website." in letter.body
    assert "Dan kunt u deze mail weggooien." in letter.body
    assert link_in(letter) == address_of(inquiry)
    assert inquiry.expires_on == timezone.localdate() + timedelta(days=30)
    assert letter.content_subtype == "plain"
    assert "noor" not in letter.body


def test_several_schools_are_asked_at_once_each_with_its_own_link(desk):
    make_school("17YF01")
    make_school("17YF02")

    response = ask(desk, CODE, "17YF01", "17YF02", mail17YF01="b@kade.example")

    assert {letter.to[0] for letter in mail.outbox} == {EMAIL, "b@kade.example"}
    assert len({link_in(letter) for letter in mail.outbox}) == 2
    assert response.url == "/beheer/schools/inquiry/"


def test_the_list_leads_to_the_schools_that_were_chosen_there(desk):
    data = {"action": "ask_schools", "_selected_action": [CODE]}

    assert desk.post("/beheer/schools/schoollocation/", data).url == f"{ASK}?locatie={CODE}"


def test_without_a_mail_server_the_page_says_why_and_offers_nothing(desk, settings):
    settings.CAN_MAIL = False
    shown = desk.get(f"{ASK}?locatie={CODE}")

    assert "deze website heeft nog geen mailserver" in text_of(shown)
    assert not page(shown).all("main input")
    ask(desk)
    assert not mail.outbox and not Inquiry.objects.exists()
    assert "ask_schools" not in text_of(desk.get("/beheer/schools/schoollocation/"))


def test_a_letter_that_is_refused_leaves_nothing_and_the_others_go(desk, settings):
    settings.EMAIL_BACKEND = "tests.mailing.PickyServer"
    make_school("17YF01")

    response = ask(desk, CODE, "17YF01", mail17YF01="weg@kade.example")

    assert [each.location_id for each in Inquiry.objects.all()] == [CODE]
    assert "De mail aan School 17YF01 werd niet aangenomen." in text_of(desk.get(response.url))


def test_without_an_answer_of_the_server_nothing_is_kept(desk, settings):
    settings.EMAIL_BACKEND = "tests.mailing.AbsentServer"

    assert "Er is niets verstuurd." in text_of(desk.get(ask(desk).url))
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [({CODE: ""}, "Vul het e-mailadres"), ({CODE: "x"}, "geen heel e-mailadres"), ({"office": " "}, "welke afdeling")],
)
def test_a_mistake_is_told_and_nothing_is_sent(desk, sent, message):
    response = desk.post(f"{ASK}?locatie={CODE}", {"office": "Onderwijs", CODE: EMAIL, "send": "1", **sent})

    assert message in text_of(response)
    assert not mail.outbox


def test_a_school_is_not_asked_twice_at_the_same_time(desk):
    ask(desk)
    ask(desk)

    assert len(mail.outbox) == Inquiry.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        make_inquiry()


def test_after_a_question_expired_a_school_can_be_asked_anew(desk):
    old = make_inquiry(days_ago=31)

    ask(desk)

    assert state(old) == "expired"
    assert len(mail.outbox) == 1


# Who may


@pytest.fixture
def delft(school):
    Region.objects.create(code=DELFT, name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_member("delft", Role.EDITOR, DELFT)
    return let_in(Client(), "delft")


def test_another_municipality_neither_asks_reads_approves_nor_withdraws(delft):
    inquiry = answered(BWI_status="yes")

    assert EMAIL not in text_of(delft.get(f"{ASK}?locatie={CODE}"))
    ask(delft)
    assert decide(delft, inquiry).status_code == 404
    assert decide(delft, inquiry, "reject", reason="Nee").status_code == 404
    assert delft.post(f"/beheer/schools/inquiry/{inquiry.pk}/intrekken/").status_code == 404
    assert EMAIL not in text_of(delft.get("/beheer/schools/inquiry/"))
    assert state(inquiry) == "answered"
    assert not mail.outbox


def test_who_only_reads_sees_no_addresses_and_decides_nothing(school):
    inquiry = answered()
    make_member("lezer", Role.VIEWER, "GM0599")
    reader = let_in(Client(), "lezer")

    for address in (ASK, "/beheer/schools/inquiry/", answer_address(inquiry)):
        assert reader.get(address).status_code == 403
    assert "answer" not in [task.sort.value for task in reader.get("/beheer/").context["work"].tasks]


# The link


def test_a_link_that_we_did_not_make_opens_nothing(school):
    inquiry = make_inquiry()
    make_school("17YF01")
    other = make_inquiry("17YF01")
    number, signature = key_of(inquiry).split(".")
    forged = f"{key_of(other).split('.')[0]}.{signature}"

    for key in ("", "x", forged, f"{number}.", key_of(inquiry)[:-1], key_of(inquiry) + "x", "\x00"):
        assert inquiry_with(key) is None
        response = Client().get("/bevestigen/", {"sleutel": key})
        assert response.status_code == 404
        assert "Deze link werkt niet" in text_of(response)
        assert Client().post(f"/bevestigen/?sleutel={key}", {"step": "send"}).status_code == 404
    assert inquiry_with(key_of(inquiry)) == inquiry


def test_a_key_is_kept_out_of_logs_caches_search_engines_and_other_websites(school, caplog):
    inquiry = make_inquiry(days_ago=40)

    response = Client().get(address_of(inquiry))

    assert response.status_code == 410
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert page(response).one("[name=robots]")["content"] == "noindex"
    assert key_of(inquiry) not in caplog.text
    assert not response.cookies


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"days_ago": 31}, 410, "Deze link is verlopen"),
        ({"state": "withdrawn"}, 410, "Deze vraag is ingetrokken"),
        ({"state": "approved", "answered_at": timezone.now()}, 200, "nam uw antwoord over"),
        (
            {"state": "rejected", "answered_at": timezone.now(), "reason": "Dat is een ander gebouw"},
            200,
            "ander gebouw",
        ),
    ],
)
def test_a_link_that_asks_nothing_any_more_says_why_and_takes_no_answer(school, fields, status, words):
    inquiry = make_inquiry(closed_at=timezone.now(), **fields)
    before = state(inquiry)

    response = Client().get(address_of(inquiry))

    assert response.status_code == status
    assert words in text_of(response)
    assert send(inquiry).status_code == status
    assert (state(inquiry), Inquiry.objects.get().answers) == (before, {})
    assert_careful(response)


def test_with_the_last_second_of_the_last_day_the_link_still_works(school):
    assert Client().get(address_of(make_inquiry(days_ago=30))).status_code == 200


# Answering


def test_looking_changes_nothing(school):
    inquiry = make_inquiry()
    version = DataVersion.current()

    response = Client().get(address_of(inquiry))

    assert response.status_code == 200
    assert_careful(response)
    assert (state(inquiry), DataVersion.current()) == ("sent", version)
    assert "noor" not in text_of(response) and EMAIL not in text_of(response)


def test_everything_is_right_in_one_tap(school):
    inquiry = make_inquiry()
    client = Client(enforce_csrf_checks=True)

    response = send(inquiry, "all", client)

    assert response.url == address_of(inquiry, "answer-sent")
    assert "Bedankt voor uw antwoord" in text_of(client.get(response.url))
    inquiry.refresh_from_db()
    assert (inquiry.state, len(inquiry.answers), inquiry.answers["PIE"]) == ("answered", 10, "yes KB")


def test_a_change_is_reviewed_before_it_is_sent_also_with_the_button_for_all(school):
    inquiry = make_inquiry()

    for step in ("look", "all"):
        response = send(
            inquiry, step, BWI_status="starting", BWI_year=timezone.localdate().year + 1, remark="<b>Let op"
        )
        assert "U zegt: start in" in text_of(response)
        assert "&lt;b&gt;Let op" in text_of(response)
        assert state(inquiry) == "sent"
        assert_careful(response)
    [form] = page(response).all("form")
    fields = [(each["name"], each.get("value", "")) for each in form.all("input")]
    data = {name: [value for other, value in fields if other == name] for name, _value in fields}
    Client().post(form["action"], {**data, "remark": "Let op", "step": "send"})
    inquiry.refresh_from_db()
    assert inquiry.answers["BWI"] == f"starting {timezone.localdate().year + 1}"
    assert (inquiry.answers["PIE"], inquiry.remark) == ("yes KB", "Let op")


def test_from_the_review_a_school_goes_back_with_what_it_chose(school):
    inquiry = make_inquiry()

    response = send(inquiry, "change", BWI_status="unknown")

    assert next(row for row in response.context["form"].rows if row.profile.code == "BWI").choice.status == "unknown"
    assert state(inquiry) == "sent"


def test_a_mistake_of_a_school_is_told_and_nothing_is_kept(school):
    inquiry = make_inquiry()

    for changes in ({"BWI_status": "starting"}, {"BWI_status": "x"}, {"remark": "a" * 1001}, {"remark": "\x00"}):
        response = send(inquiry, **changes)
        assert page(response).all("[role=alert] a")
    assert state(inquiry) == "sent"


def test_an_answer_changes_nothing_on_the_site_before_it_is_approved(school):
    before, version = Client().get(PUBLIC).content, DataVersion.current()

    answered(BWI_status="yes", BWI_leerweg=["BB"])

    assert Client().get(PUBLIC).content == before
    assert DataVersion.current() == version
    assert not ProfileStatement.objects.confirmations().exists()


def test_an_answer_can_be_corrected_until_it_is_approved(desk):
    inquiry = answered(BWI_status="yes")
    shown = Client().get(address_of(inquiry))
    assert next(row for row in shown.context["form"].rows if row.profile.code == "BWI").choice.status == "yes"

    assert send(inquiry, BWI_status="unknown").status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.answers["BWI"] == "unknown"
    decide(desk, inquiry)
    send(inquiry, BWI_status="yes")

    assert Inquiry.objects.get().answers["BWI"] == "unknown"
    with pytest.raises(ClosedError):
        keep_answer(AnswerForm(inquiry))


def test_what_changed_while_a_school_was_busy_is_told_and_its_changes_stay(school):
    inquiry = make_inquiry()
    opened = filled_in(AnswerForm(inquiry), remark="", step="send", GR_status="unknown")
    confirm(school, "BWI", "yes")

    response = Client().post(address_of(inquiry), opened)

    rows = {row.profile.code: row.choice.status for row in response.context["form"].rows}
    assert response.status_code == 409
    assert (rows["BWI"], rows["GR"]) == ("yes", "unknown")
    assert state(inquiry) == "sent"


def test_one_question_takes_twenty_answers_a_day(school):
    inquiry = make_inquiry()
    for _time in range(20):
        assert send(inquiry).status_code == 302

    response = send(inquiry, BWI_status="yes")

    assert response.status_code == 429
    assert "Er kwamen te veel antwoorden" in text_of(response)


# Approving


def test_an_answer_is_the_first_work_of_its_municipality(desk):
    inquiry = answered()

    task = desk.get("/beheer/?gemeente=GM0599").context["work"].to_do[0].tasks[0]

    assert (task.sort.value, task.address) == ("answer", answer_address(inquiry))
    assert "1</strong> Antwoord van een school wacht op u" in text_of(desk.get("/beheer/?gemeente=GM0599"))


def test_a_school_that_was_asked_is_named_so_on_the_work_list(desk):
    make_inquiry()

    assert "aan de school gevraagd." in text_of(desk.get("/beheer/?gemeente=GM0599"))


def test_the_differences_are_shown_per_profile(desk):
    inquiry = answered(BWI_status="yes", BWI_leerweg=["BB"], remark="Sinds <dit> jaar")

    shown = desk.get(answer_address(inquiry))

    [each] = shown.context["decision"].differing
    assert (each.profile.code, each.shown_in_words, each.said_in_words) == ("BWI", "nee", "ja, voor basis")
    assert "Sinds &lt;dit&gt; jaar" in text_of(shown)
    assert_careful(shown)


def test_an_approved_answer_stands_on_the_site_as_confirmed_by_the_school(desk):
    inquiry = answered(BWI_status="yes", BWI_leerweg=["BB"], remark="Groet, Jan")

    response = decide(desk, inquiry)

    assert response.status_code == 302
    found = {each.profile_id: each for each in ProfileAnswer.objects.filter(location=CODE)}
    assert {each.source_id for each in found.values()} == {"school"}
    assert (found["BWI"].status, found["BWI"].leerwegen, found["PIE"].leerwegen) == ("yes", "BB", "KB")
    public = text_of(Client().get(PUBLIC)) + text_of(Client().get(f"{PUBLIC}geschiedenis/"))
    assert "Bevestigd door de school op" in public
    assert not any(word in public for word in ("noor", "Jan", EMAIL))
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_by.username) == ("approved", "noor")


def test_a_change_between_looking_and_approving_is_a_conflict_and_overwrites_nothing(desk, school):
    inquiry = answered(BWI_status="yes")
    opened = str(Decision(inquiry).version)
    confirm(school, "BWI", "no", on=timezone.localdate())
    before = ProfileStatement.objects.count()

    response = decide(desk, inquiry, version=opened)

    assert response.status_code == 409
    assert "Er veranderde iets terwijl u keek." in text_of(response)
    assert "De website veranderde nadat de school antwoordde." in text_of(response)
    assert (ProfileStatement.objects.count(), state(inquiry)) == (before, "answered")
    assert decide(desk, inquiry).status_code == 302


def test_what_was_confirmed_on_a_later_day_stands_above_the_answer(desk, school):
    inquiry = answered(BWI_status="yes")
    Inquiry.objects.update(answered_at=timezone.now() - timedelta(days=3))
    confirm(school, "BWI", "no", on=timezone.localdate())
    before = ProfileStatement.objects.count()

    assert "U kunt dit antwoord daarom niet meer overnemen." in text_of(desk.get(answer_address(inquiry)))
    assert decide(desk, inquiry).status_code == 409
    assert ProfileStatement.objects.count() == before


def test_an_answer_that_was_corrected_meanwhile_is_not_approved_unseen(desk):
    inquiry = answered(BWI_status="yes")
    seen = inquiry.answered_at.isoformat()
    send(inquiry, BWI_status="unknown")

    assert decide(desk, inquiry, answered=seen).status_code == 409
    assert decide(desk, inquiry, "reject", answered=seen, reason="Nee").status_code == 409
    assert decide(desk, inquiry, answered="x").status_code == 409
    assert state(inquiry) == "answered"


def test_an_answer_is_taken_over_once(desk):
    inquiry = answered()
    seen = Decision(inquiry).version
    decide(desk, inquiry)
    before = ProfileStatement.objects.count()

    decide(desk, inquiry)
    with pytest.raises(ClosedError):
        approve(inquiry, None, seen, inquiry.answered_at)

    assert ProfileStatement.objects.count() == before


def test_a_rejection_needs_a_reason_and_changes_nothing_on_the_site(desk):
    inquiry = answered(BWI_status="yes")

    assert "Schrijf op waarom" in text_of(decide(desk, inquiry, "reject", reason=" "))
    assert decide(desk, inquiry, "reject", reason="Dat is een ander gebouw").status_code == 302

    assert state(inquiry) == "rejected"
    assert not ProfileStatement.objects.confirmations().exists()


def test_a_question_is_taken_back_before_its_answer_and_its_address_goes_at_once(desk):
    inquiry = make_inquiry()
    where = f"/beheer/schools/inquiry/{inquiry.pk}/intrekken/"
    assert_careful(desk.get(where))

    desk.post(where)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.email) == ("withdrawn", "")
    late = answered()
    desk.post(f"/beheer/schools/inquiry/{late.pk}/intrekken/")
    assert state(late) == "answered"


def test_the_record_tells_who_did_what_and_never_the_address_or_the_remark(desk):
    ask(desk)
    inquiry = Inquiry.objects.get()
    send(inquiry, BWI_status="yes", remark="Groet, Jan")
    decide(desk, inquiry)
    assert_careful(desk.get(f"/beheer/schools/inquiry/{inquiry.pk}/change/"))
    desk.get(f"/beheer/schools/inquiry/{inquiry.pk}/history/")

    events = AuditEvent.objects.filter(model="schools.inquiry").order_by("pk")
    assert [(each.kind, each.actor_name, each.new.get("state")) for each in events] == [
        ("created", "noor", "sent"),
        ("changed", "", "answered"),
        ("changed", "noor", "approved"),
    ]
    written = json.dumps([list(map(str, row)) for row in AuditEvent.objects.values_list()])
    assert EMAIL not in written and "Jan" not in written


def test_lists_and_screens_ask_as_often_for_one_question_as_for_many(desk):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    first = answered()
    addresses = ("/beheer/schools/inquiry/", "/beheer/?gemeente=GM0599", answer_address(first), f"{ASK}?locatie={CODE}")
    [queries(address) for address in addresses]
    few = [queries(address) for address in addresses]
    for number in range(4):
        make_school(f"17YF1{number}")
        make_inquiry(f"17YF1{number}", state="answered", answered_at=timezone.now())

    [queries(address) for address in addresses]  # new schools are a new version of the data, which is read once
    assert [queries(address) for address in addresses] == few


# Reminding and forgetting


def daily():
    out = StringIO()
    call_command("send_reminders", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("days", "reminded"), [(6, 0), (7, 1), (30, 1), (31, 0)])
def test_a_first_reminder_comes_after_a_week_and_not_after_the_end(school, days, reminded):
    make_inquiry(days_ago=days)

    daily()
    daily()

    assert len(mail.outbox) == reminded
    assert all(letter.subject.startswith("Herinnering: ") for letter in mail.outbox)


def test_there_are_two_reminders_at_most_a_week_apart(school):
    inquiry = make_inquiry(days_ago=7)
    daily()
    for _week in range(3):
        earlier = {"asked_at": inquiry.asked_at - timedelta(days=7)}
        day = Inquiry.objects.get().first_reminder_on - timedelta(days=7)
        Inquiry.objects.update(first_reminder_on=day, **earlier)
        daily()

    assert len(mail.outbox) == 2
    assert link_in(mail.outbox[0]) == link_in(mail.outbox[1]) == address_of(inquiry)


@pytest.mark.parametrize("fields", [{"state": "answered", "answered_at": timezone.now()}, {"state": "withdrawn"}])
def test_after_an_answer_or_the_end_nobody_is_reminded(school, fields):
    make_inquiry(days_ago=8, **fields)

    daily()

    assert not mail.outbox


def test_two_commands_at_once_send_one_reminder(school):
    make_inquiry(days_ago=8)
    today = timezone.localdate()
    [one] = due_for("first_reminder_on", 7, today)
    [other] = due_for("first_reminder_on", 7, today)

    assert [remind(each, "first_reminder_on", today, mail.get_connection()) for each in (one, other)] == [True, False]
    assert len(mail.outbox) == 1


def test_a_reminder_that_fails_holds_up_no_other_and_is_tried_again(school, settings):
    server, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.mailing.PickyServer"
    make_inquiry(days_ago=9, email="weg@kade.example")
    make_school("17YF01")
    make_inquiry("17YF01", days_ago=8)

    with pytest.raises(CommandError, match=CODE):
        daily()
    assert [letter.to for letter in mail.outbox] == [[EMAIL]]
    settings.EMAIL_BACKEND = server
    daily()
    assert len(mail.outbox) == 2


def test_without_a_mail_server_no_reminder_goes_and_addresses_are_still_forgotten(school, settings):
    settings.CAN_MAIL = False
    make_inquiry(days_ago=8)
    make_inquiry(days_ago=61, state="withdrawn", closed_at=timezone.now() - timedelta(days=60))

    assert "Er is geen mailserver ingesteld." in daily()
    assert not mail.outbox
    assert set(Inquiry.objects.values_list("email", flat=True)) == {"", EMAIL}


def test_a_server_that_does_not_answer_is_an_error_and_nothing_counts_as_sent(school, settings):
    settings.EMAIL_BACKEND = "tests.mailing.AbsentServer"
    make_inquiry(days_ago=8)

    with pytest.raises(CommandError, match="mailserver"):
        daily()
    assert Inquiry.objects.get().first_reminder_on is None


def test_an_address_is_gone_sixty_days_after_the_question_whatever_became_of_it(school):
    make_inquiry(days_ago=61)
    make_school("17YF01")
    waiting = make_inquiry("17YF01", days_ago=61, state="answered", answered_at=timezone.now(), remark="Nog te lezen")
    make_school("17YF02")
    closed = timezone.now() - timedelta(days=31)
    make_inquiry(
        "17YF02", days_ago=40, state="approved", answered_at=closed, closed_at=closed, remark="Groet", email=EMAIL
    )
    make_school("17YF03")
    make_inquiry("17YF03", days_ago=20)

    daily()

    assert list(Inquiry.objects.exclude(email="").values_list("location", flat=True)) == ["17YF03"]
    assert list(Inquiry.objects.exclude(remark="")) == [waiting]
    assert Inquiry.objects.get(location=CODE).state == "expired"


def test_no_public_page_or_open_data_names_an_address(school):
    answered(remark="Groet, Jan")
    assert SchoolLocation.objects.filter(pk=CODE).exists()

    for address in (PUBLIC, f"{PUBLIC}geschiedenis/", "/over/wijzigingen/", f"/api/v1/locations/{CODE}"):
        assert EMAIL not in text_of(Client().get(address))
        assert "Groet, Jan" not in text_of(Client().get(address))
