"""The devices on which somebody is logged in, to look at and to end.

Of a browser only its name and its system are kept, and no internet address. When it was last seen is known to a
quarter of an hour, so that reading a page is not a change.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from schools.models import StaffSession
from schools.signing_out import sign_out

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
"""What a browser calls itself. Most name others as well, so the first that is found counts."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSER, SYSTEM, SINCE, SEEN = "device_browser", "device_system", "device_since", "device_seen"
SEEN_EVERY = 15 * 60
ALL, OTHERS = "all", "others"


def name_in(user_agent: str, names) -> str:
    return next((name for sign, name in names if sign in user_agent), "")


def arrive(request):
    """Somebody logged in: keep with what and when."""
    user_agent = request.META.get("HTTP_USER_AGENT", "")
    now = int(time.time())
    words = {BROWSER: name_in(user_agent, BROWSERS), SYSTEM: name_in(user_agent, SYSTEMS)}
    request.session.update({**words, SINCE: now, SEEN: now})


def see(request):
    """Somebody is at work here: keep that, now and then."""
    if time.time() - request.session.get(SEEN, 0) > SEEN_EVERY:
        request.session[SEEN] = int(time.time())


@dataclass(frozen=True)
class Device:
    """One session as its owner reads it."""

    session: StaffSession
    kept: dict
    is_this: bool

    @property
    def words(self) -> str:
        names = {"browser": self.kept.get(BROWSER), "system": self.kept.get(SYSTEM)}
        if all(names.values()):
            return _("%(browser)s op %(system)s") % names
        return names["browser"] or names["system"] or _("Onbekend apparaat")

    @property
    def since(self) -> datetime | None:
        return moment(self.kept.get(SINCE))

    @property
    def seen(self) -> datetime | None:
        return moment(self.kept.get(SEEN))

    @property
    def handle(self) -> str:
        """What a form calls it. The key of a session itself stands in no page."""
        return salted_hmac("portal.devices", self.session.pk).hexdigest()


def moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def devices_of(request) -> list[Device]:
    """This one first, then those that were seen last."""
    sessions = StaffSession.objects.filter(user=request.user).alive()
    devices = [Device(each, each.get_decoded(), each.pk == request.session.session_key) for each in sessions]
    return sorted(devices, key=lambda device: (not device.is_this, -device.kept.get(SEEN, 0)))


@require_http_methods(["GET", "HEAD", "POST"])
def devices_page(request):
    if request.method == "POST":
        return end(request, request.POST.get("end", ""))
    return render(request, "account/devices.html", {"devices": devices_of(request)})


def end(request, which: str):
    """End one session, all others or all of them. An unknown one ended meanwhile."""
    sessions = StaffSession.objects.all().but_for(request)
    if which == ALL:
        sign_out(request.user, request.user, sessions)
        logout(request)
        messages.success(request, _("U bent overal uitgelogd."))
        return redirect("account_login")
    if which != OTHERS:
        named = [each.session.pk for each in devices_of(request) if constant_time_compare(each.handle, which)]
        sessions = sessions.filter(pk__in=named)
    messages.success(request, ended_in_words(sign_out(request.user, request.user, sessions)))
    return redirect("devices")


def ended_in_words(count: int) -> str:
    if not count:
        return _("Daar was u al uitgelogd.")
    return ngettext(
        "U bent op %(count)s ander apparaat uitgelogd.", "U bent op %(count)s andere apparaten uitgelogd.", count
    ) % {"count": count}
