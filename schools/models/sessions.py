"""Who is logged in where: Django's sessions, of which somebody can see and end the own ones."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone


class StaffSessionQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(expire_date__gt=timezone.now())

    def ended(self):
        return self.filter(expire_date__lte=timezone.now())

    def but_for(self, request):
        """All but the one in which this is asked."""
        return self.exclude(pk=request.session.session_key)


class StaffSession(AbstractBaseSession):
    """One session, with whose it is. What stands in it: see portal.devices. An internet address is not among it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="staff_sessions")
    """Empty until somebody is logged in."""

    objects = BaseSessionManager.from_queryset(StaffSessionQuerySet)()

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls):
        from portal.sessions import SessionStore  # it is made for this table

        return SessionStore
