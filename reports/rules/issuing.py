"""Which office signs a published report, and to whom it is addressed (R-PAP-03)."""

import re

from django.conf import settings

COMMITTEE = re.compile("委(员会)?$")
OF_DISTRICTS = ("区", "县", "市", "旗")
DISTRICT_OFFICE = "委党的建设工作领导小组办公室"
OTHER_OFFICE = "党建工作办公室"
OF_TOP = "各党（工）委，各直属党组织"
OF_OTHERS = "各党委、党总支、党支部"


def issuing_office(*, code: str, name: str, is_top: bool) -> str:
    """The office that issues the reports of an organization, by its code, full name and whether nothing is above it.

    First what ISSUING_OFFICES says of its code, then ISSUING_OFFICE for the highest committee, then a name made of the
    committee's own: 中共海云区委党的建设工作领导小组办公室. A committee itself never signs what its office has counted.
    """
    if own := settings.ISSUING_OFFICES.get(code):
        return str(own)
    if is_top and settings.ISSUING_OFFICE:
        return str(settings.ISSUING_OFFICE)
    place = COMMITTEE.sub("", name)
    if place != name and place.endswith(OF_DISTRICTS):
        return f"{place}{DISTRICT_OFFICE}"
    return f"{name}{OTHER_OFFICE}"


def addressees(*, code: str, is_top: bool) -> str:
    """主送: first what REPORT_ADDRESSEES says of the organization's code, then REPORT_ADDRESSEE for the highest committee."""
    if own := settings.REPORT_ADDRESSEES.get(code):
        return str(own)
    if is_top:
        return str(settings.REPORT_ADDRESSEE or OF_TOP)
    return OF_OTHERS
