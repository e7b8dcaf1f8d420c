"""Single sign-on: to the provider, back from it, and out of it."""

import hmac

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import NotFound

from service.actions.accounts.begin_sign_on import TakenUp, begin_sign_on, take_up_sign_on
from service.actions.accounts.log_in_by_provider import confirm_by_provider, log_in_by_provider
from service.actions.accounts.log_out_by_provider import log_out_by_provider
from service.database import writing
from service.domain.errors import SignOnRefused
from service.domain.sign_on import ProvenIdentity, SignOnPurpose
from service.domain.throttle import Attempt
from service.storage.mail_link import new_token
from service.storage.user_session import locked_session
from service.web import current
from service.web.accounts.confirmation import Answer
from service.web.accounts.current_user import account_session, own_session
from service.web.accounts.refused_log_in import log_in_refused
from service.web.accounts.session_cookie import set_session_cookie
from service.web.accounts.way_in import go_on, this_visit, wanted_page
from service.web.csrf import protection
from service.web.failed_tries import note_failure
from service.web.sign_on.exchange import (
    check_issuer,
    proven_identity,
    way_to_provider,
    who_logged_out,
)
from service.web.sign_on.provider import (
    ProviderDown,
    log_out_address,
    provider,
    sign_on_settings,
)

BROWSER = "sign_on_browser"
ELSEWHERE = ("cross-site", "same-site")
"""What a browser says in `Sec-Fetch-Site` when a link on another site leads here."""

# What a page tells of a refusal; all others are told as an account that is not known.
_WHY = {
    "state": "state",
    "not_finished": "not_finished",
    "other_person": "person",
    "role": "role",
    "last_admin": "role",
} | dict.fromkeys(("issuer", "code", "token", "not_recent"), "answer")
REASONS = {*_WHY.values(), "account", "down"}

blueprint = Blueprint("sign_on", __name__)


@blueprint.before_request
def be_there() -> None:
    """Answer 404 where there is no provider."""
    if current.settings().sign_on is None:
        raise NotFound


@blueprint.get("/inloggen/extern")
def begin() -> Answer:
    """Send somebody to the provider to log in; nothing but the state of this is stored.

    Not who comes from another site: nobody is logged in without having asked for it.
    """
    if request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
        return redirect(url_for("log_in.password"), code=303)
    return _to_provider(SignOnPurpose.LOG_IN, None)


@blueprint.get("/bureau/bevestigen/extern")
def confirm() -> Answer:
    """Send somebody to the provider to prove again who they are."""
    waits = request.args.get("voor") == "formulier"
    purpose = SignOnPurpose.CONFIRM_FORM if waits else SignOnPurpose.CONFIRM
    return _to_provider(purpose, own_session().token_hash)


@blueprint.get("/inloggen/extern/terug")
def come_back() -> Answer:
    """Let in who comes back from the provider with what was begun in this browser."""
    try:
        begun = _taken_up()
        check_issuer()
        codes = request.args.getlist("code")
        if "error" in request.args or len(codes) != 1:
            raise SignOnRefused("not_finished")
        return _finish(begun, proven_identity(codes[0], begun))
    except ProviderDown as trouble:
        return _down(trouble)
    except SignOnRefused as refusal:
        return _refused(refusal)


@blueprint.get("/inloggen/extern/mislukt/<why>")
def refused(why: str) -> Answer:
    """Say why nobody was let in, and whom to ask; all who are no user here read the same."""
    if why not in REASONS:
        raise NotFound
    template = "sign_on/down.html" if why == "down" else "sign_on/refused.html"
    page = render_template(template, why=why, name=sign_on_settings().name)
    return page, 503 if why == "down" else 403


@blueprint.get("/bureau/bevestigen/extern/gelukt")
def confirmed() -> Answer:
    """Send somebody back to the tab in which a form waits."""
    return render_template("sign_on/confirmed.html")


@blueprint.get("/inloggen/extern/uitloggen")
def leave() -> Answer:
    """Send somebody to where one logs out at the provider."""
    back = current.settings().base_url + url_for("accounts.logged_out")
    return redirect(log_out_address(back) or url_for("accounts.logged_out"), code=303)


@blueprint.post("/inloggen/extern/uitgelogd")
@protection.exempt
def be_told() -> Answer:
    """Hear from the provider itself that somebody logged out there (Back-Channel Logout 1.0).

    It has no cookie and no form of ours: its signature is the proof.
    """
    try:
        subject, provider_session = who_logged_out(request.form.get("logout_token", ""))
    except SignOnRefused:
        return Response(status=400)
    except ProviderDown as trouble:
        current_app.logger.error("single sign-on: %s", trouble)
        return Response(status=503)
    with writing(current.engine()) as stored:
        issuer = sign_on_settings().issuer
        log_out_by_provider(stored, current.now(), issuer, subject, provider_session)
    return Response(status=200)


def _to_provider(purpose: SignOnPurpose, session_hash: str | None) -> Answer:
    browser = session.setdefault(BROWSER, new_token())
    try:
        provider()
        with writing(current.engine()) as stored:
            begun = begin_sign_on(
                stored, current.now(), current.source(), browser, purpose, session_hash
            )
        return redirect(way_to_provider(begun, purpose), code=303)
    except ProviderDown as trouble:
        return _down(trouble)


def _taken_up() -> TakenUp:
    state, browser = request.args.getlist("state"), session.get(BROWSER)
    if len(state) != 1 or not browser:
        raise SignOnRefused("state")
    with writing(current.engine()) as stored:
        return take_up_sign_on(stored, current.now(), state[0], str(browser))


def _finish(begun: TakenUp, who: ProvenIdentity) -> Answer:
    if begun.purpose is SignOnPurpose.LOG_IN:
        with writing(current.engine()) as stored:
            token = log_in_by_provider(stored, current.now(), who, this_visit())
        return go_on(token)
    found, limits = account_session(), current.settings().session_limits
    if found is None or not hmac.compare_digest(found.token_hash, begun.session_hash or ""):
        raise SignOnRefused("state")
    with writing(current.engine()) as stored:
        row = locked_session(stored, found.token_hash, current.now(), limits)
        if row is None:
            raise SignOnRefused("state")
        token = confirm_by_provider(stored, current.now(), who, row)
    if begun.purpose is SignOnPurpose.CONFIRM_FORM:
        answer = make_response(redirect(url_for("sign_on.confirmed"), code=303))
    else:
        answer = make_response(redirect(wanted_page() or url_for("own_account.show"), code=303))
    set_session_cookie(answer, token)
    return answer


def _refused(refusal: SignOnRefused) -> Answer:
    """What the provider sent does not stay in the address of the page that follows."""
    log_in_refused(f"provider_{refusal.reason}", refusal.account_id)
    if refusal.reason == "state":
        note_failure(Attempt.LOG_IN)
    return redirect(url_for("sign_on.refused", why=_WHY.get(refusal.reason, "account")), code=303)


def _down(trouble: ProviderDown) -> Answer:
    current_app.logger.error("single sign-on: %s", trouble)
    return redirect(url_for("sign_on.refused", why="down"), code=303)
