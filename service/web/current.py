"""What the running application works with: its settings, its database and its clock."""

from datetime import datetime
from typing import cast

from flask import current_app, request
from sqlalchemy import Engine

from service.config import Settings
from service.domain.audit_kind import origin_of
from service.storage.audit_entry import coming_from


def settings() -> Settings:
    """Give the settings with which the application was started."""
    return cast(Settings, current_app.config["SETTINGS"])


def engine() -> Engine:
    """Give the database engine, for the transactions `reading` and `writing` of this visitor."""
    known = cast(Engine, current_app.extensions["engine"])
    return coming_from(known, origin_of(request.remote_addr))


def now() -> datetime:
    """Give the present moment (aware UTC); tests set their own clock."""
    return cast(datetime, current_app.config["CLOCK"]())
