"""What the running application works with: its settings, its database and its clock."""

from datetime import datetime
from typing import cast

from flask import current_app, request
from sqlalchemy import Engine

from service.config import Settings
from service.domain.audit_kind import origin_of
from service.domain.throttle import network_of
from service.storage.attempt_count import counting_with
from service.storage.audit_entry import coming_from


def settings() -> Settings:
    """Give the settings with which the application was started."""
    return cast(Settings, current_app.config["SETTINGS"])


def engine() -> Engine:
    """Give the database engine, for the transactions `reading` and `writing` of this visitor."""
    known = cast(Engine, current_app.extensions["engine"])
    counting = counting_with(known, str(current_app.config["SECRET_KEY"]))
    return coming_from(counting, origin_of(source_address()))


def source_address() -> str:
    """Give the address of this visitor, as the outermost proxy of our own saw it.

    What stands further to the left in X-Forwarded-For was written by who knows whom.
    """
    proxies = settings().trusted_proxies
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < proxies <= len(seen) and seen[-proxies]:
        return seen[-proxies]
    return request.remote_addr or ""


def source() -> str:
    """Give where this visitor comes from, as what is tried from there is counted."""
    return network_of(source_address())


def now() -> datetime:
    """Give the present moment (aware UTC); tests set their own clock."""
    return cast(datetime, current_app.config["CLOCK"]())
