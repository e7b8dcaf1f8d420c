"""What the service answers for: the privacy statement and how to report a leak."""

from urllib.parse import urljoin

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from service.domain.link_path import PRIVACY_PATH
from service.web import current
from service.web.accountability.kept_data import kept_data
from service.web.accountability.security_txt import security_txt

blueprint = Blueprint("accountability", __name__)


@blueprint.get(PRIVACY_PATH)
def privacy() -> str:
    """Tell what is done with personal data (GDPR art. 13 and 14)."""
    responsible = current.settings().responsible
    return render_template("accountability/privacy.html", responsible=responsible, kept=kept_data())


@blueprint.get("/kwetsbaarheid-melden")
def report_leak() -> str:
    """Tell how to report a leak, and what the reporter may expect."""
    responsible = current.settings().responsible
    return render_template("accountability/report_leak.html", responsible=responsible)


@blueprint.get("/.well-known/security.txt")
def security_contact() -> Response:
    """Give the file of RFC 9116; 404 while nobody has been named to report to."""
    content = security_txt(
        current.settings().responsible,
        current.now(),
        canonical=_address_of("accountability.security_contact"),
        policy=_address_of("accountability.report_leak"),
    )
    if content is None:
        abort(404)
    return Response(content, content_type="text/plain; charset=utf-8")


@blueprint.get("/security.txt")
def former_security_contact() -> Answer:
    """Lead to the file from the place where it stood before RFC 9116."""
    return redirect(url_for("accountability.security_contact"), code=301)


def _address_of(endpoint: str) -> str:
    return urljoin(current.settings().base_url, url_for(endpoint))
