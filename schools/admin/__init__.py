"""The schools in the admin: what official sources said is read here, what a school or municipality confirms is added.

Statements are added and never changed; every change here takes effect on the site in its own transaction.
"""

from .events import AuditEventAdmin
from .inquiries import InquiryAdmin
from .invitations import InvitationAdmin
from .locations import SchoolLocationAdmin
from .memberships import MembershipAdmin
from .reports import ReportAdmin
from .statements import ProfileStatementAdmin
from .tables import ImportRunAdmin, RegionAdmin, SourceAdmin, UploadAdmin, VmboProfileAdmin

__all__ = [
    "AuditEventAdmin",
    "ImportRunAdmin",
    "InquiryAdmin",
    "InvitationAdmin",
    "MembershipAdmin",
    "ProfileStatementAdmin",
    "RegionAdmin",
    "ReportAdmin",
    "SchoolLocationAdmin",
    "SourceAdmin",
    "UploadAdmin",
    "VmboProfileAdmin",
]
