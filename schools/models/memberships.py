"""Who may do what, and for which municipality: roles, what each allows, and the rows that follow from it."""

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.backends import ModelBackend
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .regions import Region


class Role(models.TextChoices):
    """What somebody is: the first three of one municipality, the others of the whole region."""

    VIEWER = "viewer", _("lezer")
    EDITOR = "editor", _("redacteur")
    MANAGER = "manager", _("beheerder van een gemeente")
    REGIONAL = "regional", _("beheerder van de regio")
    CONTENT = "content", _("redacteur van beroepen en lessen")


LOCAL_ROLES = (Role.VIEWER, Role.EDITOR, Role.MANAGER)
WIDE_ROLES = (Role.REGIONAL, Role.CONTENT)
ROLE_FITS_PLACE = Q(role__in=LOCAL_ROLES, municipality__isnull=False) | Q(
    role__in=WIDE_ROLES, municipality__isnull=True
)
ROLE_MISFIT = _("Een lezer, redacteur of beheerder van een gemeente hoort bij een gemeente. Andere rollen niet.")

READS = frozenset(
    {
        "schools.view_auditevent",
        "schools.view_profilestatement",
        "schools.view_region",
        "schools.view_report",
        "schools.view_schoollocation",
        "schools.view_source",
        "schools.view_vmboprofile",
        "stats.view_exploration",
        "stats.view_indicator",
        "stats.view_observation",
        "stats.view_release",
        "stats.view_target",
    }
)
EDITS = READS | {
    "schools.add_inquiry",
    "schools.add_profilestatement",
    "schools.change_inquiry",
    "schools.change_report",
    "schools.change_schoollocation",
    "schools.view_inquiry",
    "schools.view_upload",
    "stats.add_exploration",
    "stats.delete_exploration",
}
MANAGES = EDITS | {
    "schools.add_invitation",
    "schools.add_membership",
    "schools.change_membership",
    "schools.delete_membership",
    "schools.delete_report",
    "schools.view_invitation",
    "schools.view_membership",
    "stats.add_target",
    "stats.change_target",
    "stats.delete_target",
}
LEADS = MANAGES | {
    "auth.add_user",
    "auth.change_user",
    "auth.view_user",
    "mfa.delete_authenticator",
    "mfa.view_authenticator",
    "schools.add_importrun",
    "schools.view_importrun",
    "socialaccount.delete_socialaccount",
    "socialaccount.view_socialaccount",
}
WRITES = frozenset(
    {
        "careers.*",
        "lessons.*",
        "schools.change_vmboprofile",
        "schools.view_region",
        "schools.view_source",
        "schools.view_upload",
        "schools.view_vmboprofile",
    }
)
PERMISSIONS = {
    Role.VIEWER: READS,
    Role.EDITOR: EDITS,
    Role.MANAGER: MANAGES,
    Role.REGIONAL: LEADS,
    Role.CONTENT: WRITES,
}
"""Django's permissions that a role gives. "careers.*" is everything in that app."""


def allows(role: str, permission: str) -> bool:
    app = permission.partition(".")[0]
    return bool({permission, f"{app}.*"} & PERMISSIONS[Role(role)])


def allows_in(role: str, app: str) -> bool:
    """Whether a role allows anything in this app."""
    return any(permission.startswith(f"{app}.") for permission in PERMISSIONS[Role(role)])


def roles_of(user) -> list[tuple[str, str | None]]:
    """Role and municipality of every membership; read once and kept with the user, as Django keeps permissions."""
    if not user.is_active or user.pk is None:
        return []
    if not hasattr(user, "_roles"):
        user._roles = list(Membership.objects.filter(user=user).values_list("role", "municipality_id"))
    return user._roles


def reach(user, permission: str) -> list[str] | None:
    """The codes of the municipalities for which somebody has this permission; None for all of them.

    What a superuser is, or gave to a colleague by name or by a group, holds everywhere.
    """
    if not user.is_active:
        return []
    if user.is_superuser or ModelBackend().has_perm(user, permission):
        return None
    allowing = [municipality for role, municipality in roles_of(user) if allows(role, permission)]
    return None if None in allowing else sorted(allowing)


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a municipality. `way` leads from a row to it."""

    way = "municipality"

    def for_user(self, user, action="view"):
        """Keep the rows with which somebody may do this: "view", "add", "change" or "delete"."""
        codename = get_permission_codename(action, self.model._meta)
        codes = reach(user, f"{self.model._meta.app_label}.{codename}")
        return self if codes is None else self.filter(**{f"{self.way}__in": codes})


class MembershipQuerySet(ScopedQuerySet):
    def home_of(self, user):
        """The municipality that somebody works for, the first if there are several; None without one."""
        first = self.filter(user=user, municipality__isnull=False).select_related("municipality").order_by("pk").first()
        return first and first.municipality


class Membership(models.Model):
    """The role of one colleague, for one municipality or for the whole region."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("collega")
    )
    municipality = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("gemeente")
    )
    role = models.CharField(_("rol"), max_length=8, choices=Role.choices)
    created_at = models.DateTimeField(_("sinds"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["municipality__name", "user__username", "pk"]
        verbose_name = _("rol van een collega")
        verbose_name_plural = _("rollen van collega's")
        constraints = [
            models.CheckConstraint(
                condition=ROLE_FITS_PLACE,
                name="roles_of_a_municipality_have_one_and_others_none",
                violation_error_message=ROLE_MISFIT,
            ),
            models.UniqueConstraint(fields=["user", "municipality"], name="one_role_per_user_and_municipality"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(municipality__isnull=True),
                name="one_membership_per_user_and_role_of_the_region",
                violation_error_message=_("Deze collega heeft deze rol al."),
            ),
        ]

    def __str__(self):
        where = self.municipality.name if self.municipality_id else _("hele regio")
        return f"{self.user}, {self.get_role_display()}, {where}"
