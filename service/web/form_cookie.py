"""The cookie of the forms, which says nothing that the visitor may not know, but is signed."""

from hashlib import sha256

from flask.sessions import SecureCookieSessionInterface


class FormCookie(SecureCookieSessionInterface):
    """Flask's signed cookie with HMAC-SHA-256; its own choice, SHA-1, is for old systems only."""

    digest_method = staticmethod(sha256)
