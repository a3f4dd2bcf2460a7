from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.accounts.StaffSite"

    def ready(self):
        super().ready()
        import_module("portal.admin")
