from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.accounts.StaffSite"


class PortalConfig(AppConfig):
    """What concerns more than one app: the pages about colleagues, and the command that fills a site.

    Installed after the apps whose pages portal.admin replaces.
    """

    name = "portal"

    def ready(self):
        from .sign_ins import listen  # it needs the tables of all apps

        listen()
