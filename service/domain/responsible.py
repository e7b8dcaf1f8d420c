"""Who answers for this installation: what its privacy statement and security.txt name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ADDRESS = re.compile(r"[^@\s<>,;:/]+@[^@\s<>,;:/]+\.[^@\s<>,;:/]+")
WEB_PAGE = re.compile(r"https://[^\s<>\"]+")


@dataclass(frozen=True)
class Responsible:
    """Who answers for this installation; an empty text means that nobody has been named.

    `controller`: who decides about the personal data (GDPR art. 4(7)). `privacy_contact`: an
    e-mail address for whoever wants to use a right. `privacy_officer`: the e-mail address of the
    data protection officer. `security_contact`: a URI (`mailto:` or `https:`) for reports.
    """

    controller: str = ""
    privacy_contact: str = ""
    privacy_officer: str = ""
    security_contact: str = ""


def read_responsible(
    env: Mapping[str, str], problems: list[str], *, bureau: str, sender: str, production: bool
) -> Responsible:
    """Read who answers for this installation; adds what is wrong or missing to `problems`.

    `bureau` and `sender`, its name and its own address, stand in for what was not set. A public
    body must have a data protection officer (GDPR art. 37(1)(a)), so production asks for one.
    """
    privacy_contact = env.get("PRIVACY_CONTACT") or sender
    privacy_officer = env.get("PRIVACY_OFFICER", "")
    contact = env.get("SECURITY_CONTACT", "")
    for name, address in (
        ("PRIVACY_CONTACT", env.get("PRIVACY_CONTACT", "")),
        ("PRIVACY_OFFICER", privacy_officer),
    ):
        if address and not ADDRESS.fullmatch(address):
            problems.append(f"{name} must be an e-mail address")
    if contact and not (ADDRESS.fullmatch(contact) or WEB_PAGE.fullmatch(contact)):
        problems.append("SECURITY_CONTACT must be an e-mail address or an https:// address")
    if production:
        problems += [
            f"{name} must be set in production"
            for name in ("PRIVACY_OFFICER", "SECURITY_CONTACT")
            if not env.get(name)
        ]
    return Responsible(
        controller=env.get("CONTROLLER_NAME") or bureau,
        privacy_contact=privacy_contact,
        privacy_officer=privacy_officer,
        security_contact=f"mailto:{contact}" if ADDRESS.fullmatch(contact) else contact,
    )
