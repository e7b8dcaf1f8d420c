"""The file in which somebody who found a leak reads where to tell it (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from service.domain.responsible import Responsible

VALID_FOR = timedelta(days=90)
"""RFC 9116 (2.5.5) recommends less than a year. The settings are read anew at each start, so a
short time costs nobody work, and a copy that lies somewhere grows old soon."""


def security_txt(
    responsible: Responsible, now: datetime, canonical: str, policy: str
) -> str | None:
    """Give the file, lines ending in CRLF; None while nobody has been named to report to.

    `canonical`: its own address. `policy`: that of the page about reporting. Both are left out
    where they are not `https://`, which RFC 9116 (2.5.2, 2.5.7) asks for.
    """
    if not responsible.security_contact:
        return None
    expires = datetime.combine(now.astimezone(UTC).date() + VALID_FOR, time(), UTC)
    fields = [
        ("Contact", responsible.security_contact),
        ("Expires", expires.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("Preferred-Languages", "nl, en"),
        ("Canonical", canonical),
        ("Policy", policy),
    ]
    return "".join(
        f"{name}: {value}\r\n"
        for name, value in fields
        if name not in ("Canonical", "Policy") or value.startswith("https://")
    )
