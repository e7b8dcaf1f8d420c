"""The pages of the inbox: the list of mails, one mail, its HTML form and its attachment."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from flask import Flask, Response, abort, render_template

from service.domain.language import gettext
from service.domain.opening_hours import AMSTERDAM
from service.rehearsal.received_mails import ReceivedMails, attachment, part_text, receivers

# The mail is shown in a frame that can run nothing; its links open in a tab of their own.
_FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def create_inbox_app(mails: ReceivedMails) -> Flask:
    """Make the pages over these mails; they answer to this machine's own names only."""
    app = Flask(__name__, template_folder="inbox_templates")
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(_=gettext)
    app.jinja_env.filters.update(arrived=_arrived, receivers=receivers, attachment=attachment)

    def mail_or_404(key: str) -> EmailMessage:
        try:
            return mails.read(key)
        except KeyError:
            abort(404)

    @app.get("/")
    def show_list() -> str:
        found = [(key, mails.read(key)) for key in reversed(mails.keys())]
        return render_template("list.html", mails=found)

    @app.get("/<key>")
    def show_mail(key: str) -> str:
        mail = mail_or_404(key)
        return render_template("mail.html", key=key, mail=mail, text=part_text(mail, "plain"))

    @app.get("/<key>/html")
    def show_html(key: str) -> Response:
        html = part_text(mail_or_404(key), "html")
        html = html.replace("<head>", '<head><base target="_blank">', 1)
        response = Response(html, mimetype="text/html")
        response.headers["Content-Security-Policy"] = _FRAME_POLICY
        return response

    @app.get("/<key>/bijlage")
    def download(key: str) -> Response:
        found = attachment(mail_or_404(key))
        if found is None:
            abort(404)
        response = Response(found[1], mimetype="text/calendar")
        response.headers.set("Content-Disposition", "attachment", filename=found[0])
        return response

    return app


def _arrived(mail: EmailMessage) -> str:
    at: datetime = parsedate_to_datetime(str(mail["Date"]))
    return at.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M:%S")
