"""Answers Django's questions about permissions from the roles that somebody has."""

from django.contrib.auth.backends import BaseBackend

from .models import allows, allows_in, roles_of


class RoleBackend(BaseBackend):
    """What a role allows, somewhere: for which municipality is a question to the rows (`for_user`)."""

    def has_perm(self, user_obj, perm, obj=None):
        return obj is None and any(allows(role, perm) for role, _municipality in roles_of(user_obj))

    def has_module_perms(self, user_obj, app_label):
        return any(allows_in(role, app_label) for role, _municipality in roles_of(user_obj))
